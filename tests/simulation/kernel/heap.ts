/** A queue whose smallest member, by `isBefore`, comes first. */
export interface Heap<T> {
  readonly size: number;
  peek(): T | undefined;
  push(member: T): void;
  pop(): T | undefined;
}

export function createHeap<T>(isBefore: (a: T, b: T) => boolean): Heap<T> {
  const members: T[] = [];

  function swapUp(start: number): void {
    let at = start;
    while (at > 0) {
      const parent = (at - 1) >> 1;
      const [child, above] = [members[at], members[parent]];
      if (child === undefined || above === undefined || !isBefore(child, above)) return;
      members[at] = above;
      members[parent] = child;
      at = parent;
    }
  }

  function swapDown(): void {
    let at = 0;
    for (;;) {
      let first = at;
      for (const child of [2 * at + 1, 2 * at + 2]) {
        const [candidate, best] = [members[child], members[first]];
        if (candidate !== undefined && best !== undefined && isBefore(candidate, best)) {
          first = child;
        }
      }
      if (first === at) return;
      const [here, there] = [members[at], members[first]];
      if (here === undefined || there === undefined) return;
      members[at] = there;
      members[first] = here;
      at = first;
    }
  }

  return {
    get size() {
      return members.length;
    },
    peek: () => members[0],
    push(member) {
      members.push(member);
      swapUp(members.length - 1);
    },
    pop() {
      const first = members[0];
      const last = members.pop();
      if (first === undefined || last === undefined || members.length === 0) return first;
      members[0] = last;
      swapDown();
      return first;
    },
  };
}
