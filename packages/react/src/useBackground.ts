'use client'
import { useEffect } from 'react'
import { useEngine } from './useEngine.ts'

/**
 * Keeps looking while the tab is hidden, for as long as a component that asks for it is mounted: where something tells the
 * user outside of the page. `isOn` false: as the provider's `background` says.
 */
export function useBackground(isOn = true): void {
  const engine = useEngine()
  useEffect(() => (isOn ? engine.mount(true) : undefined), [engine, isOn])
}
