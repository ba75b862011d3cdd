/** How one file is uploaded. */
export interface UploadOptions {
  /** Gives the upload up. */
  signal?: AbortSignal | undefined
  /** How much has left, 0–1. */
  onProgress?: ((fraction: number) => void) | undefined
}

/** A file that the image service can fetch now. */
export interface UploadedReference {
  readonly url: string
  /** ms since the epoch, this browser's clock: from then on it is uploaded again before it is used. @default never */
  readonly expiresAt?: number | undefined
}
