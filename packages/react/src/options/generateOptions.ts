import { LimnError, type Generation, type RequestInput } from '@limn/core'
import { mutationOptions, type UseMutationOptions } from '@tanstack/react-query'
import type { GenerateOptions, Limn } from '../Limn.ts'

/**
 * Options for `useMutation`: `limn.generate`, journal and key included. Resolves once the create is over and accepted;
 * rejects with the LimnError when it was refused or its outcome is unknown. Never retried.
 */
export const generateOptions = (
  limn: Limn,
  options?: GenerateOptions,
): UseMutationOptions<Generation, LimnError, RequestInput> =>
  mutationOptions<Generation, LimnError, RequestInput>({
    mutationKey: ['limn', 'generate'],
    mutationFn: async (request) => {
      const generation = await limn.generate(request, options).submitted
      if (generation.error) throw generation.error
      return generation
    },
    retry: false,
    networkMode: 'always',
  })
