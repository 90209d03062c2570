/** The mark: two piers, two decks, the upper deck accent. */
export function Mark({ size = 20 }: { size?: number }) {
  return (
    <svg aria-hidden="true" width={size} height={size} viewBox="0 0 20 20" fill="none" strokeWidth="2">
      <path d="M4 2.5v15M16 2.5v15" stroke="var(--ink)" />
      <path d="M4 12.5h12" stroke="var(--ink)" />
      <path d="M5 7.5h10" stroke="var(--accent)" />
    </svg>
  );
}
