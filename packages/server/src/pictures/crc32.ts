const FIRST = Int32Array.from({ length: 256 }, (_, byte) => {
  let value = byte
  for (let bit = 0; bit < 8; bit += 1) value = value & 1 ? (value >>> 1) ^ 0xedb88320 : value >>> 1
  return value
})
const follow = (table: Int32Array) => table.map((value) => (value >>> 8) ^ FIRST[value & 255]!)
const SECOND = follow(FIRST)
const THIRD = follow(SECOND)
const FOURTH = follow(THIRD)

/** The checksum of a PNG's chunk, four bytes a step: 20 MB are not to hold up a server. */
export function crc32(bytes: Uint8Array): number {
  let [sum, at] = [-1, 0]
  for (; at + 4 <= bytes.length; at += 4) {
    sum ^= bytes[at]! | (bytes[at + 1]! << 8) | (bytes[at + 2]! << 16) | (bytes[at + 3]! << 24)
    sum = FOURTH[sum & 255]! ^ THIRD[(sum >>> 8) & 255]! ^ SECOND[(sum >>> 16) & 255]! ^ FIRST[sum >>> 24]!
  }
  for (; at < bytes.length; at += 1) sum = (sum >>> 8) ^ FIRST[(sum ^ bytes[at]!) & 255]!
  return ~sum >>> 0
}
