/** "1,284", "0.25": at most six decimals, never a float's tail. */
export function formatNumber(value: number): string {
  return value.toLocaleString("en-US", { maximumFractionDigits: 6 });
}

/** "1 order", "3 orders"; an own plural where -s is wrong. */
export function plural(count: number, one: string, many = `${one}s`): string {
  return `${formatNumber(count)} ${count === 1 ? one : many}`;
}
