export { requestFields, requestSchema, requestSchemaFor } from './schema/requestSchema.ts'
export { errorSchema, taskSchema, type WireTask } from './schema/taskSchema.ts'
export { readRequest, type WireRequest } from './schema/wireRequest.ts'
