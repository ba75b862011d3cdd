/** Said aloud, so that a host's defaults change nothing: one look at a time, none repeated by itself, none while hidden. */
export const FIXED = {
  retry: false,
  networkMode: 'always',
  // ms; on a server no timer holds the process, or what one request was told.
  gcTime: typeof window === 'undefined' ? Infinity : 300_000,
  refetchInterval: false,
  refetchIntervalInBackground: false,
  refetchOnWindowFocus: true,
  refetchOnReconnect: true,
  refetchOnMount: true,
  retryOnMount: true,
  structuralSharing: true,
  throwOnError: false,
  notifyOnChangeProps: undefined,
  select: <T>(data: T): T => data,
} as const
