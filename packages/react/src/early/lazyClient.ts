import type { Client } from '@limn/core'

/** A client that is brought once something is asked of it. */
export function lazyClient(bring: () => Promise<Client>): Client {
  const call = <Name extends keyof Client>(name: Name) =>
    (async (...given: readonly never[]) => {
      const client = await bring()
      return (client[name] as (...given: readonly never[]) => unknown)(...given)
    }) as unknown as Client[Name]
  return {
    createTask: call('createTask'),
    getTask: call('getTask'),
    getTasks: call('getTasks'),
    watchTasks: async function* (...given) {
      yield* (await bring()).watchTasks(...given)
    },
    listTasks: call('listTasks'),
    deleteTask: call('deleteTask'),
    getBudget: call('getBudget'),
    getGeneration: call('getGeneration'),
    abandonGeneration: call('abandonGeneration'),
    getCapabilities: call('getCapabilities'),
  }
}
