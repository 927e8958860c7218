import { z } from 'zod';
import { EVENTS, MAX_EVENT_BYTES } from '#lib/protocol/events.ts';

/** The page of events, drawn from the schemas that the code runs on. */
export function eventsPage(): string {
  const resources = new Map<string, Schema>();
  const events = Object.entries(EVENTS).map(([name, event]) => {
    const schema: Schema = z.toJSONSchema(event, { io: 'input', unrepresentable: 'any' });
    for (const [id, resource] of Object.entries(schema.$defs ?? {})) resources.set(id, resource);
    const forms = (schema.anyOf ?? [schema]).map(describe);
    return [`## \`${name}\``, '', forms.join('\n\nor\n\n'), ''].join('\n');
  });
  const shared = [...resources].map(([id, schema]) => [`## ${id}`, '', fieldTable(schema), ''].join('\n'));
  return [
    '# Events',
    '',
    'Written by `npm run contract-docs` from `lib/protocol/events.ts`; a test holds it to the code. Which channel carries which event, and who may join it, is in [PROTOCOL.md](PROTOCOL.md).',
    '',
    `Every event's \`data\` stays under ${MAX_EVENT_BYTES.toLocaleString('en')} bytes; a resource that would not fit is sent as \`id\` and \`version\`, to be fetched. Receivers keep the highest \`version\` of a resource and never go back.`,
    '',
    ...events,
    '# Resources in events',
    '',
    ...shared,
  ].join('\n');
}

type Schema = z.core.JSONSchema.JSONSchema;
type Node = Schema | boolean;

const bare = (node: Node | undefined): Schema => (typeof node === 'object' ? node : {});

/** One form of an event's data: a resource by its name, or its own fields. */
function describe(node: Node): string {
  const schema = bare(node);
  return schema.$ref === undefined ? fieldTable(schema) : `A ${typeText(schema)}.`;
}

function fieldTable(schema: Schema): string {
  const rows = Object.entries(schema.properties ?? {}).map(
    ([field, type]) => `| \`${field}\` | ${typeText(type)} |`,
  );
  return ['| field | type |', '| --- | --- |', ...rows].join('\n');
}

/** One cell; nested objects are written out in place, resources are linked. */
function typeText(node: Node): string {
  const schema = bare(node);
  const id = schema.$ref?.split('/').at(-1);
  if (id !== undefined) return `[${id}](#${id.toLowerCase()})`;
  if (schema.const !== undefined) return `\`${JSON.stringify(schema.const)}\``;
  if (schema.enum !== undefined) return schema.enum.map((word) => `\`${String(word)}\``).join(', ');
  const choices = schema.anyOf ?? schema.oneOf;
  if (choices !== undefined) return [...new Set(choices.map(typeText))].join(' or ');
  if (Array.isArray(schema.type)) return schema.type.join(' or ');
  switch (schema.type) {
    case 'object': {
      const fields = Object.entries(schema.properties ?? {});
      if (fields.length === 0) return 'object';
      return `{ ${fields.map(([name, type]) => `${name}: ${typeText(type)}`).join('; ')} }`;
    }
    case 'array':
      return `list of ${Array.isArray(schema.items) ? 'any' : typeText(schema.items ?? {})}`;
    case undefined:
      return 'any';
    default:
      return schema.type;
  }
}
