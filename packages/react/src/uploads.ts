export { uploadReference } from './uploads/uploadReference.ts'
export type { UploadReference, UploadReferenceOptions } from './uploads/uploadReference.ts'
export type { FileLimits } from './uploads/prepareFile.ts'
export type { UploadedReference, UploadOptions } from './uploads/UploadOptions.ts'
