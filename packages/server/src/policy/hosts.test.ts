import { expect, it } from 'vitest'
import { isLoopback, isPrivateAddress, isPrivateHost } from './hosts.ts'

it.each([
  'http://localhost/',
  'http://a.localhost',
  'http://127.0.0.1',
  'http://127.1',
  'http://2130706433',
  'http://0x7f000001',
  'http://0177.0.0.1',
  'http://0.0.0.0',
  'http://10.1.2.3',
  'http://172.16.0.1',
  'http://172.31.255.255',
  'http://192.168.1.1',
  'http://169.254.169.254/latest/meta-data',
  'http://100.64.0.1',
  'http://198.18.0.1',
  'http://224.0.0.1',
  'http://255.255.255.255',
  'http://[::1]',
  'http://[::]',
  'http://[::ffff:10.0.0.1]',
  'http://[fe80::1]',
  'http://[fd00::1]',
  'http://[2002:a00:1::]',
  'http://[64:ff9b::a00:1]',
  'http://intranet',
  'http://metadata.google.internal',
  'http://printer.local',
  'http://localhost.',
  'http://１２７.0.0.1',
])('%s is private', (url) => {
  expect(isPrivateHost(url)).toBe(true)
})

it.each([
  'https://cdn.example.com',
  'https://8.8.8.8',
  'https://172.32.0.1',
  'https://[2606:4700::1111]',
  'https://[64:ff9b::808:808]',
  'https://localhost.example.com',
])('%s is public', (url) => {
  expect(isPrivateHost(url)).toBe(false)
})

it.each([
  '127.0.0.1',
  '10.0.0.1',
  '169.254.169.254',
  '100.127.255.255',
  '0.0.0.0',
  '::',
  '::1',
  '::ffff:8.8.8.8',
  '::ffff:7f00:1',
  'fe80::1',
  'fe80::1%eth0',
  'fc00::1',
  'fd12:3456::1',
  'ff02::1',
  '64:ff9b::10.0.0.1',
  '64:ff9b::7f00:1',
  '64:ff9b::1',
  '64:ff9b:1::808:808',
  '',
  'localhost',
])('the address %j is private', (address) => {
  expect(isPrivateAddress(address)).toBe(true)
})

it.each(['8.8.8.8', '2606:4700::1111', '64:ff9b::8.8.8.8'])('the address %s is public', (address) => {
  expect(isPrivateAddress(address)).toBe(false)
})

it('knows this machine', () => {
  expect(['http://localhost:1', 'http://127.0.0.1:80', 'http://[::1]:9'].every(isLoopback)).toBe(true)
  expect(['http://10.0.0.1', 'http://127.0.0.1.example.com', 'https://api.example'].some(isLoopback)).toBe(false)
})
