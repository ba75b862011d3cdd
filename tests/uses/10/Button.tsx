import type { ComponentProps } from 'react'

/** The app's own button. */
export const Button = ({ size, ...props }: ComponentProps<'button'> & { size?: 'lg' }) => (
  <button className="button" data-size={size} type="button" {...props} />
)
