// The endpoints of the server as its own OpenAPI document lists them.

/** What is used of an OpenAPI 3.1 document. */
export interface OpenApi {
  info: { title: string; version: string };
  tags?: { name: string; description?: string }[];
  paths: Record<string, Record<string, Operation>>;
}

interface Operation {
  tags?: string[];
  summary?: string;
  description?: string;
  operationId?: string;
}

export interface Endpoint {
  method: string;
  path: string;
  tag: string;
  summary: string;
  operationId: string | null;
}

const METHODS = ['get', 'post', 'put', 'patch', 'delete'];

/** All endpoints, in the order of the document. */
export function endpointsOf(document: OpenApi): Endpoint[] {
  return Object.entries(document.paths).flatMap(([path, operations]) =>
    METHODS.flatMap((method) => {
      const operation = operations[method];
      if (!operation) return [];
      return [
        {
          method,
          path,
          tag: operation.tags?.[0] ?? 'server',
          summary: firstLine(operation.summary ?? operation.description ?? ''),
          operationId: operation.operationId ?? null,
        },
      ];
    }),
  );
}

/** Those whose method, path, summary or tag contain all the words. */
export function foundBy(endpoints: Endpoint[], words: string): Endpoint[] {
  const wanted = words.toLowerCase().split(/\s+/).filter(Boolean);
  return endpoints.filter(({ method, path, summary, tag }) => {
    const text = `${method} ${path} ${summary} ${tag}`.toLowerCase();
    return wanted.every((word) => text.includes(word));
  });
}

/** By tag, in the order of the document's tags, then of appearance. */
export function byTag(endpoints: Endpoint[], document: OpenApi): [string, Endpoint[]][] {
  const names = [...(document.tags ?? []).map(({ name }) => name), ...endpoints.map(({ tag }) => tag)];
  return [...new Set(names)]
    .map((name): [string, Endpoint[]] => [name, endpoints.filter(({ tag }) => tag === name)])
    .filter(([, list]) => list.length > 0);
}

function firstLine(text: string): string {
  return text.trim().split('\n')[0] ?? '';
}
