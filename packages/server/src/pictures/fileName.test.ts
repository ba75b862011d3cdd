import { expect, it } from 'vitest'
import { fileName, saveAs } from './fileName.ts'

it('H06 a file is named in a safe alphabet, with the extension of its bytes', () => {
  expect(fileName('A fox, in snow!', 0, 'image/png')).toBe('a-fox-in-snow-1.png')
  expect(fileName('雪中的狐狸', 9, 'image/webp')).toBe('雪中的狐狸-10.webp')
  expect(fileName('../../etc/passwd\r\nX: "y"\u202e', 0, 'image/jpeg')).toBe('etc-passwd-x-y-1.jpg')
  expect(fileName('💥 \u0000', 1, 'image/png')).toBe('limn-2.png')
  expect(fileName('a'.repeat(500), 0, 'image/png')).toHaveLength(66)
})

it('and a header can carry the name', () => {
  expect(saveAs('a-fox-1.png')).toBe(`attachment; filename="a-fox-1.png"; filename*=UTF-8''a-fox-1.png`)
  const header = saveAs('雪-2.webp')
  expect(header).toBe(`attachment; filename="limn-2.webp"; filename*=UTF-8''%E9%9B%AA-2.webp`)
  expect(() => new Headers({ 'content-disposition': header })).not.toThrow()
})
