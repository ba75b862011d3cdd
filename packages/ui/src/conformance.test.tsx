import { LimnError } from '@limn/core'
import { sampleGeneration } from '@limn/simulator'
import type { ComponentType, ReactElement } from 'react'
import {
  Collection,
  CompareSlider,
  CountStepper,
  Credits,
  ErrorNotice,
  ExampleWall,
  FormatPicker,
  Gallery,
  GalleryItem,
  GenerationImages,
  GenerationStatus,
  GenerationTray,
  ImageField,
  ImageStudio,
  Lightbox,
  PromptField,
  PromptForm,
  PromptOptions,
  PromptReferences,
  PromptSubmit,
  QualityPicker,
  SizePicker,
} from './index.ts'
import { describeComponent } from './test/describeComponent.tsx'

const generation = sampleGeneration('succeeded')
const [picture] = generation.images
const inForm = (part: ReactElement) => <PromptForm>{part}</PromptForm>
const part = (Part: ComponentType<never>, required: object = {}) => {
  const Any = Part as ComponentType<object>
  return (props: object) => <Any {...required} {...props} />
}

describeComponent('image-studio', 'div', part(ImageStudio))
describeComponent('image-field', 'div', part(ImageField, { slot: 'hero' }))
describeComponent('prompt-form', 'form', part(PromptForm))
describeComponent('prompt-field', 'textarea', part(PromptField), inForm)
describeComponent('prompt-references', 'div', part(PromptReferences), inForm)
describeComponent('prompt-options', 'fieldset', part(PromptOptions), inForm)
describeComponent('prompt-submit', 'button', part(PromptSubmit), inForm)
describeComponent('size-picker', 'fieldset', part(SizePicker))
describeComponent('count-stepper', 'div', part(CountStepper))
describeComponent('format-picker', 'fieldset', part(FormatPicker))
describeComponent('quality-picker', 'fieldset', part(QualityPicker))
describeComponent('generation-status', 'div', part(GenerationStatus, { generation }))
describeComponent('generation-tray', 'div', part(GenerationTray, { generations: [generation] }))
describeComponent('compare-slider', 'div', part(CompareSlider, { before: picture, after: picture }))
describeComponent('generation-images', 'ul', part(GenerationImages, { generation }))
describeComponent('gallery', 'section', part(Gallery, { children: () => null }))
describeComponent('gallery', 'section', part(Collection, { children: () => null }))
describeComponent('gallery-item', 'article', part(GalleryItem, { generation }))
describeComponent('example-wall', 'div', part(ExampleWall, { onChoose: () => {} }))
describeComponent('lightbox', 'dialog', part(Lightbox, { images: [] }))
describeComponent('credits', 'output', part(Credits, { budget: { cap: 100, remaining: 40 } }))
describeComponent('error-notice', 'div', part(ErrorNotice, { error: new LimnError('network') }))
