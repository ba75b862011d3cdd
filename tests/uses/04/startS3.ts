import { mkdtempSync } from 'node:fs'
import { rm } from 'node:fs/promises'
import { createServer, request as forward, type IncomingMessage, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import S3rver from 's3rver'
import { createStorage } from 'unstorage'
import s3Driver from 'unstorage/drivers/s3'

/** What s3rver lets in. */
export const S3_CREDENTIALS = { S3_KEY_ID: 'S3RVER', S3_KEY: 'S3RVER' }

/** A real S3 server with one bucket, behind a door that can keep writes waiting. */
export async function startS3() {
  const directory = mkdtempSync(join(tmpdir(), 'limn-s3-'))
  const configureBuckets = [{ name: 'pictures', configs: [] }]
  const server = new S3rver({ address: '127.0.0.1', port: 0, silent: true, directory, configureBuckets })
  const { port } = await server.run()

  let gate = Promise.withResolvers<void>()
  gate.resolve()
  let waiting = 0
  async function enter(request: IncomingMessage, response: ServerResponse) {
    if (request.method === 'PUT') {
      waiting += 1
      await gate.promise
      waiting -= 1
    }
    const { method, url: path, headers } = request
    const onwards = forward({ port, method, path, headers }, (answer) => {
      response.writeHead(answer.statusCode!, answer.headers)
      answer.pipe(response)
    })
    request.pipe(onwards.once('error', () => response.destroy()))
  }
  const door = createServer((request, response) => void enter(request, response))
  await new Promise<void>((listening) => door.listen(0, '127.0.0.1', listening))
  const endpoint = `http://127.0.0.1:${(door.address() as AddressInfo).port}`
  const [accessKeyId, secretAccessKey] = [S3_CREDENTIALS.S3_KEY_ID, S3_CREDENTIALS.S3_KEY]
  return {
    endpoint,
    /** The bucket, as its owner sees it. */
    bucket: createStorage({
      driver: s3Driver({ bucket: 'pictures', endpoint, region: 'eu', accessKeyId, secretAccessKey }),
    }),
    /** Writes that wait at the door. */
    waiting: () => waiting,
    /** Keeps writes waiting from now on, until what it returns is called. */
    hold(): () => void {
      gate = Promise.withResolvers()
      return gate.resolve
    },
    async close() {
      gate.resolve()
      door.closeAllConnections()
      door.close()
      await server.close()
      await rm(directory, { recursive: true })
    },
  }
}
