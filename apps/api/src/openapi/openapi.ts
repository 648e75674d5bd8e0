import { API_PREFIX, Problem, type Route } from '@heddle/contracts';
import { contractRoutes } from '../http/route-check';
import { takesIdempotencyKey } from '../requests/idempotency.interceptor';
import { declaredStatuses } from './declared-statuses';
import { OpenApiSchemas, type JsonSchema } from './openapi-schemas';

/** The REST API as an OpenAPI 3.1 document, generated from contracts. */
export function openApiDocument(): JsonSchema {
  const schemas = new OpenApiSchemas();
  const paths: Record<string, Record<string, JsonSchema>> = {};
  for (const route of contractRoutes()) {
    const path = `${API_PREFIX}${route.path.replaceAll(/:([A-Za-z]+)/g, '{$1}')}`;
    paths[path] = { ...paths[path], [route.method.toLowerCase()]: operationOf(route, schemas) };
  }
  schemas.convert(Problem, 'output');
  return {
    openapi: '3.1.0',
    info: {
      title: 'Heddle',
      version: 'v1',
      description:
        'Blockchain-as-a-Service for Hyperledger Fabric. Live events travel over Socket.IO, namespace /live.',
      license: { name: 'Apache-2.0', identifier: 'Apache-2.0' },
    },
    servers: [{ url: '/' }],
    paths,
    components: {
      securitySchemes: { accessToken: { type: 'http', scheme: 'bearer', bearerFormat: 'JWT' } },
      responses: {
        Problem: { description: 'Why not', content: { 'application/problem+json': { schema: ref('Problem') } } },
      },
      schemas: Object.fromEntries(Object.entries(schemas.components).sort(([a], [b]) => (a < b ? -1 : 1))),
    },
  };
}

type Shape = Readonly<Record<string, Route['body']>>;

const ref = (name: string): JsonSchema => ({ $ref: `#/components/schemas/${name}` });

function operationOf(route: Route, schemas: OpenApiSchemas): JsonSchema {
  const open = route.access === 'public';
  const body = requestBodyOf(route, schemas);
  return {
    operationId: operationIdOf(route),
    tags: [route.tag],
    summary: route.summary,
    description: accessSentence(route),
    'x-access': route.access,
    security: open ? [] : [{ accessToken: [] }],
    parameters: [
      ...parametersOf(route.params.shape, 'path', schemas),
      ...parametersOf(route.query.shape, 'query', schemas),
      ...(takesIdempotencyKey(route) ? [IDEMPOTENCY_KEY] : []),
    ],
    ...(body === undefined ? {} : { requestBody: body }),
    responses: responsesOf(route, schemas),
  };
}

const IDEMPOTENCY_KEY: JsonSchema = {
  name: 'Idempotency-Key',
  in: 'header',
  required: false,
  description: 'A value of your choice, at most 200 characters: the same request sent again gets the first answer.',
  schema: { type: 'string', pattern: '^[!-~]{1,200}$' },
};

function accessSentence({ access }: Route): string {
  if (access === 'public') return 'Requires no sign-in.';
  return access === 'authenticated' ? 'Requires a signed-in user.' : `Requires the permission \`${access}\`.`;
}

function descriptionOf({ status }: Route): string {
  return { 200: 'OK', 201: 'Created', 202: 'Accepted: an operation performs the request', 204: 'Done' }[status];
}

/** `POST /chains/:chainId/start` -> `postChainsByChainIdStart`: unique because method and path are. */
function operationIdOf({ method, path }: Route): string {
  const words = path
    .split(/[/.-]/)
    .map((word) => (word.startsWith(':') ? `By${capital(word.slice(1))}` : capital(word)));
  return `${method.toLowerCase()}${words.join('')}`;
}

const capital = (word: string): string => word.charAt(0).toUpperCase() + word.slice(1);

function parametersOf(shape: Shape, place: 'path' | 'query', schemas: OpenApiSchemas): JsonSchema[] {
  return Object.entries(shape).map(([name, schema]) => ({
    name,
    in: place,
    required: place === 'path' || !schema.safeParse(undefined).success,
    schema: schemas.convert(schema, 'input'),
  }));
}

function requestBodyOf(route: Route, schemas: OpenApiSchemas): JsonSchema | undefined {
  if (route.media?.request === 'multipart/form-data') {
    const file = { type: 'object', required: ['file'], properties: { file: { type: 'string', format: 'binary' } } };
    return { required: true, content: { 'multipart/form-data': { schema: file } } };
  }
  if (route.body.safeParse(undefined).success) return undefined;
  return { required: true, content: { 'application/json': { schema: schemas.convert(route.body, 'input') } } };
}

function responsesOf(route: Route, schemas: OpenApiSchemas): JsonSchema {
  const done = { description: descriptionOf(route), ...responseContentOf(route, schemas) };
  return Object.fromEntries(
    declaredStatuses(route).map((status) => [String(status), status === route.status ? done : otherwise(status)]),
  );
}

function otherwise(status: number): JsonSchema {
  return status === 304 ? { description: 'Not modified' } : { $ref: '#/components/responses/Problem' };
}

function responseContentOf(route: Route, schemas: OpenApiSchemas): JsonSchema {
  if (route.status === 204) return {};
  const media = route.media?.response;
  if (media !== undefined) return { content: { [media]: { schema: { type: 'string', format: 'binary' } } } };
  const schema = schemas.convert(route.response, 'output');
  const types = route.media?.stream ?? ['application/json'];
  return { content: Object.fromEntries(types.map((type) => [type, { schema }])) };
}
