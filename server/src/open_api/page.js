// Draws the document as a list of operations by tag, each with its parameters, body and answers.
const element = (name, attributes, ...children) => {
  const made = document.createElement(name);
  for (const [key, value] of Object.entries(attributes ?? {})) made.setAttribute(key, value);
  made.append(...children.filter((child) => child !== null && child !== undefined));
  return made;
};

const shape = (schema, all, depth = 0) => {
  if (!schema) return 'any';
  if (schema.$ref) {
    const name = schema.$ref.split('/').pop();
    return depth > 3 ? name : shape(all[name], all, depth + 1);
  }
  if (schema.enum) return schema.enum.map((word) => JSON.stringify(word)).join(' | ');
  for (const kind of ['oneOf', 'anyOf']) if (schema[kind]) return schema[kind].map((one) => shape(one, all, depth + 1)).join(' | ');
  if (schema.allOf) return schema.allOf.map((one) => shape(one, all, depth + 1)).join(' & ');
  const type = Array.isArray(schema.type) ? schema.type.join(' | ') : schema.type;
  if (schema.type === 'array' || (Array.isArray(schema.type) && schema.type.includes('array'))) return `[${shape(schema.items, all, depth + 1)}]`;
  if (schema.properties) {
    const pad = '  '.repeat(depth + 1);
    const required = new Set(schema.required ?? []);
    const lines = Object.entries(schema.properties).map(
      ([key, value]) => `${pad}${key}${required.has(key) ? '' : '?'}: ${shape(value, all, depth + 1)}`,
    );
    return `{\n${lines.join('\n')}\n${'  '.repeat(depth)}}`;
  }
  return schema.format ? `${type} (${schema.format})` : (type ?? 'any');
};

const operation = (method, path, it, all) => {
  const content = Object.values(it.requestBody?.content ?? {})[0];
  const body = element('div', { class: 'body' });
  if (it.description) body.append(element('p', {}, it.description));
  if (it.parameters?.length) {
    const rows = it.parameters.map((one) =>
      element('tr', {}, element('td', {}, element('code', {}, one.name)), element('td', {}, one.in), element('td', {}, one.description ?? '')),
    );
    body.append(element('h3', {}, 'Parameters'), element('table', {}, ...rows));
  }
  if (content) body.append(element('h3', {}, 'Body'), element('pre', {}, shape(content.schema, all)));
  for (const [status, answer] of Object.entries(it.responses ?? {})) {
    const schema = Object.values(answer.content ?? {})[0]?.schema;
    body.append(element('h3', {}, `${status} ${answer.description ?? ''}`), schema ? element('pre', {}, shape(schema, all)) : null);
  }
  return element(
    'details',
    { 'data-words': `${method} ${path} ${it.summary ?? ''} ${(it.tags ?? []).join(' ')}`.toLowerCase() },
    element(
      'summary',
      {},
      element('span', { class: `method ${method}` }, method.toUpperCase()),
      element('code', {}, path),
      element('span', { class: 'what' }, it.summary ?? ''),
    ),
    body,
  );
};

const draw = (spec) => {
  document.getElementById('about').textContent = spec.info.description;
  const all = spec.components?.schemas ?? {};
  const byTag = new Map();
  for (const [path, methods] of Object.entries(spec.paths)) {
    for (const [method, it] of Object.entries(methods)) {
      const tag = it.tags?.[0] ?? 'other';
      byTag.set(tag, [...(byTag.get(tag) ?? []), operation(method, path, it, all)]);
    }
  }
  const sections = [...byTag].sort().map(([tag, list]) => element('section', {}, element('h2', {}, tag), ...list));
  document.getElementById('operations').replaceChildren(...sections);
};

document.getElementById('filter').addEventListener('input', (event) => {
  const words = event.target.value.toLowerCase().split(/\s+/).filter(Boolean);
  for (const one of document.querySelectorAll('details')) {
    one.hidden = !words.every((word) => one.dataset.words.includes(word));
  }
  for (const section of document.querySelectorAll('section')) {
    section.hidden = !section.querySelector('details:not([hidden])');
  }
});

fetch('/api/openapi.json')
  .then((answer) => answer.json())
  .then(draw)
  .catch((cause) => {
    document.getElementById('operations').textContent = `The document can't be read: ${cause}`;
  });
