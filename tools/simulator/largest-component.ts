/** Directed edges: vertex → vertices it leads to. */
export type Edges = ReadonlyMap<number, readonly number[]>;

/** The vertices that reach each other: what one start reaches, and what reaches it. */
export function largestComponent(count: number, forward: Edges, backward: Edges): number[] {
  const judged = new Uint8Array(count);
  let largest: number[] = [];
  for (let start = 0; start < count && largest.length < count / 2; start += 1) {
    if (judged[start] === 1) continue;
    const out = reach(start, forward);
    const component = [...reach(start, backward)].filter((vertex) => out.has(vertex));
    for (const vertex of component) judged[vertex] = 1;
    if (component.length > largest.length) largest = component;
  }
  return largest.sort((a, b) => a - b);
}

function reach(start: number, edges: Edges): Set<number> {
  const seen = new Set([start]);
  const waiting = [start];
  for (let vertex = waiting.pop(); vertex !== undefined; vertex = waiting.pop()) {
    for (const next of edges.get(vertex) ?? []) {
      if (seen.has(next)) continue;
      seen.add(next);
      waiting.push(next);
    }
  }
  return seen;
}
