/**
 * Reads the next item while the present one is worked on, never more than one ahead, and none once `isOver`: nothing is read that will not be handed on. A failure is thrown
 * when its item is asked for, after everything read before it.
 */
export async function* readAhead<T>(source: AsyncGenerator<T, void, void>, isOver: () => boolean): AsyncGenerator<T, void, void> {
  let next: Promise<IteratorResult<T, void>> | null = source.next();
  try {
    while (next) {
      const item: IteratorResult<T, void> = await next;
      if (item.done) return;
      next = isOver() ? null : source.next();
      // Thrown where it is awaited; until then it is not unhandled.
      next?.catch(() => undefined);
      yield item.value;
    }
  } finally {
    // Not waited for: a reader that leaves over a failure must not hang on a call that nobody needs any more.
    source.return().catch(() => undefined);
  }
}
