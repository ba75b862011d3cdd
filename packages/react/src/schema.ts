export * from '@limn/core/schema'
