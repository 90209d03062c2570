/** Rows kept in the order of a number that may change. Sorting waits for the next read: rows touched in between cost one nearly sorted pass. */
export class SortedIndex<T> {
  private rows: T[] = [];
  private isSorted = true;

  constructor(
    private readonly key: (row: T) => number,
    private readonly tieBreak: (row: T) => number,
  ) {}

  add(row: T): void {
    const last = this.rows.at(-1);
    if (last && this.key(last) > this.key(row)) this.isSorted = false;
    this.rows.push(row);
  }

  /** The key of some row has changed. */
  touch(): void {
    this.isSorted = false;
  }

  /** Rows with `from <= key <= to`, ascending. */
  range(from: number, to: number): T[] {
    if (!this.isSorted) {
      this.rows.sort((a, b) => this.key(a) - this.key(b) || this.tieBreak(a) - this.tieBreak(b));
      this.isSorted = true;
    }
    return this.rows.slice(this.lowerBound(from), this.lowerBound(to + 1));
  }

  private lowerBound(key: number): number {
    let low = 0;
    let high = this.rows.length;
    while (low < high) {
      const middle = (low + high) >> 1;
      const row = this.rows[middle];
      if (row !== undefined && this.key(row) < key) low = middle + 1;
      else high = middle;
    }
    return low;
  }
}
