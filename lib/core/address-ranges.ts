import { BlockList, isIP } from "node:net";

/**
 * Everything that is not a public unicast address: the IANA special-purpose registries (IPv4 and IPv6), multicast, and the metadata addresses of
 * cloud hosts. Transition ranges (NAT64, Teredo, 6to4) are refused whole, because they can carry any private IPv4 address inside.
 */
const IPV4_RANGES: [string, number][] = [
  ["0.0.0.0", 8],
  ["10.0.0.0", 8],
  ["100.64.0.0", 10],
  ["127.0.0.0", 8],
  ["169.254.0.0", 16],
  ["172.16.0.0", 12],
  ["192.0.0.0", 24],
  ["192.0.2.0", 24],
  ["192.31.196.0", 24],
  ["192.52.193.0", 24],
  ["192.88.99.0", 24],
  ["192.168.0.0", 16],
  ["192.175.48.0", 24],
  ["198.18.0.0", 15],
  ["198.51.100.0", 24],
  ["203.0.113.0", 24],
  ["224.0.0.0", 4],
  ["240.0.0.0", 4],
];

const IPV6_RANGES: [string, number][] = [
  ["::", 96],
  ["::ffff:0:0:0", 96],
  ["64:ff9b::", 96],
  ["64:ff9b:1::", 48],
  ["100::", 64],
  ["100:0:0:1::", 64],
  ["2001::", 23],
  ["2001:db8::", 32],
  ["2002::", 16],
  ["2620:4f:8000::", 48],
  ["3fff::", 20],
  ["5f00::", 16],
  ["fc00::", 7],
  ["fe80::", 10],
  ["fec0::", 10],
  ["ff00::", 8],
  // Global unicast is 2000::/3 alone; the rest is unassigned.
  ["100::", 8],
  ["200::", 7],
  ["400::", 6],
  ["800::", 5],
  ["1000::", 4],
  ["4000::", 2],
  ["8000::", 1],
];

/** Inside the ranges above already; named so that a narrower range one day does not open them. */
const METADATA: [string, "ipv4" | "ipv6"][] = [
  ["169.254.169.254", "ipv4"],
  ["100.100.100.200", "ipv4"],
  ["192.0.0.192", "ipv4"],
  ["fd00:ec2::254", "ipv6"],
];

const refused = new BlockList();
for (const [net, prefix] of IPV4_RANGES) refused.addSubnet(net, prefix, "ipv4");
for (const [net, prefix] of IPV6_RANGES) refused.addSubnet(net, prefix, "ipv6");
for (const [address, family] of METADATA) refused.addAddress(address, family);

/** True only for an address literal that lies in no refused range. IPv4 inside IPv6 (`::ffff:…`) is judged as IPv4. Anything else is false. */
export function isPublicAddress(address: string): boolean {
  const bare = (address.startsWith("[") && address.endsWith("]") ? address.slice(1, -1) : address).replace(/%.*$/, "");
  const family = isIP(bare);
  if (family === 0) return false;
  return !refused.check(bare, family === 4 ? "ipv4" : "ipv6");
}
