// A rule as a tree one can change: groups of conditions, each with a key of its own; and as it is written for the server.
import type { Field } from '../../shared/api/types';
import { type Filter, isComplete, startFilter } from '../filters/filter';

export const WORDS = ['all', 'any', 'none'] as const;
/** How the parts of a group are put together. */
export type Word = (typeof WORDS)[number];

export interface Group {
  key: number;
  word: Word;
  nodes: Node[];
}

export interface Line {
  key: number;
  filter: Filter;
}

export type Node = Group | Line;

/** A rule as the server reads and writes it. */
export type Written = { [word in Word]?: Written[] } | { field: string; operator: string; value?: unknown };

/** As deep as the server takes it. */
export const DEPTH_MAX = 6;

let lastKey = 0;

export function isGroup(node: Node): node is Group {
  return 'nodes' in node;
}

export function group(word: Word, nodes: Node[] = []): Group {
  return { key: ++lastKey, word, nodes };
}

export function line(filter: Filter): Line {
  return { key: ++lastKey, filter };
}

/** A new condition, on the field asked for most. */
export function firstLine(fields: Field[]): Line {
  const field = fields.find((one) => one.name === 'stage') ?? fields[0];
  return line(field ? startFilter(field) : { field: '', operator: 'is', values: [] });
}

/** Reads a rule; what stands at the top is always a group. */
export function read(written: Written): Group {
  const node = readNode(written);
  return isGroup(node) ? node : group('all', [node]);
}

function readNode(written: Written): Node {
  if ('field' in written) {
    const value = written.value;
    const values = value === undefined || value === null ? [] : Array.isArray(value) ? value : [value];
    return line({ field: written.field, operator: written.operator, values: values.map(String) });
  }
  const word = WORDS.find((one) => Array.isArray(written[one])) ?? 'all';
  return group(word, (written[word] ?? []).map(readNode));
}

/** As the server reads it. */
export function write(node: Node): Written {
  if (isGroup(node)) return { [node.word]: node.nodes.map(write) } as Written;
  const { field, operator, values } = node.filter;
  return values.length > 0 ? { field, operator, value: values } : { field, operator };
}

/** Whether every condition can be asked, and no group is empty. */
export function isWhole(node: Node): boolean {
  if (isGroup(node)) return node.nodes.length > 0 && node.nodes.every(isWhole);
  return node.filter.field !== '' && isComplete(node.filter);
}

/** The paths of the server's faults, `rule.all[2].value`, by the keys of the nodes they stand at. */
export function pathsOf(node: Node, path = 'rule'): Map<string, number> {
  const paths = new Map([[path, node.key]]);
  if (isGroup(node)) {
    paths.set(`${path}.${node.word}`, node.key);
    node.nodes.forEach((inner, place) => {
      for (const [at, key] of pathsOf(inner, `${path}.${node.word}[${place}]`)) paths.set(at, key);
    });
  } else for (const part of ['field', 'operator', 'value']) paths.set(`${path}.${part}`, node.key);
  return paths;
}

/** The tree with one node as `change` makes it; none takes it out. */
export function changed(root: Group, key: number, change: (node: Node) => Node[]): Group {
  if (root.key === key) {
    const [next] = change(root);
    return next && isGroup(next) ? next : root;
  }
  const nodes = root.nodes.flatMap((node) => {
    if (node.key === key) return change(node);
    return [isGroup(node) ? changed(node, key, change) : node];
  });
  return { ...root, nodes };
}

export function added(root: Group, key: number, node: Node): Group {
  return changed(root, key, (into) => [isGroup(into) ? { ...into, nodes: [...into.nodes, node] } : into]);
}

export function removed(root: Group, key: number): Group {
  return changed(root, key, () => []);
}

/** The node one place further up or down among its neighbours. */
export function moved(root: Group, key: number, by: 1 | -1): Group {
  const place = root.nodes.findIndex((node) => node.key === key);
  if (place < 0) {
    return { ...root, nodes: root.nodes.map((node) => (isGroup(node) ? moved(node, key, by) : node)) };
  }
  const to = place + by;
  if (to < 0 || to >= root.nodes.length) return root;
  const nodes = [...root.nodes];
  nodes.splice(to, 0, ...nodes.splice(place, 1));
  return { ...root, nodes };
}

/** The node in a new group of its own, where it stands. */
export function wrapped(root: Group, key: number): Group {
  return changed(root, key, (node) => [group('any', [node])]);
}

/** The node out of its group, right behind it; a group left empty goes. */
export function lifted(root: Group, key: number): Group {
  const nodes = root.nodes.flatMap((node): Node[] => {
    if (!isGroup(node)) return [node];
    const inner = node.nodes.find((one) => one.key === key);
    if (!inner) return [lifted(node, key)];
    const rest = node.nodes.filter((one) => one.key !== key);
    return rest.length > 0 ? [{ ...node, nodes: rest }, inner] : [inner];
  });
  return { ...root, nodes };
}

/** A copy with keys of its own. */
export function copied(node: Node): Node {
  return isGroup(node) ? group(node.word, node.nodes.map(copied)) : line({ ...node.filter });
}

/** How many groups stand above each other, this one counted. */
export function depthOf(node: Node): number {
  return isGroup(node) ? 1 + Math.max(0, ...node.nodes.map(depthOf)) : 0;
}
