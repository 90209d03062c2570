/** Tracking numbers of the right shape and check digit per carrier, from a running number, so that two labels never share one by accident. */

function upsCheckDigit(body: string): number {
  let sum = 0;
  for (const [index, character] of [...body].entries()) {
    const value = /\d/.test(character) ? Number(character) : (character.charCodeAt(0) - 63) % 10;
    sum += index % 2 === 1 ? value * 2 : value;
  }
  return (10 - (sum % 10)) % 10;
}

function uspsCheckDigit(body: string): number {
  const sum = [...body].reverse().reduce((total, digit, index) => total + Number(digit) * (index % 2 === 0 ? 3 : 1), 0);
  return (10 - (sum % 10)) % 10;
}

function fedexCheckDigit(body: string): number {
  const weights = [3, 1, 7];
  const sum = [...body].reduce((total, digit, index) => total + Number(digit) * (weights[index % 3] ?? 1), 0);
  return (sum % 11) % 10;
}

/** A number of the carrier's shape: UPS `1Z…` (18), USPS `9400…` (22 digits), anything else like FedEx Express (12 digits). */
export function trackingNumberFor(carrierCode: string, running: number): string {
  if (carrierCode.startsWith("ups")) {
    const body = `84F20E03${String(running).padStart(7, "0").slice(-7)}`;
    return `1Z${body}${upsCheckDigit(body)}`;
  }
  if (carrierCode === "stamps_com" || carrierCode.startsWith("usps")) {
    const body = `940011189956${String(running).padStart(9, "0").slice(-9)}`;
    return `${body}${uspsCheckDigit(body)}`;
  }
  const body = `7814${String(running).padStart(7, "0").slice(-7)}`;
  return `${body}${fedexCheckDigit(body)}`;
}
