import { cookies } from "next/headers";
import type { ReactNode } from "react";
import { readZone, ZONE_COOKIE } from "@/components/shell/theme";
import { ZoneKeeper } from "@/components/shell/zone-keeper";

/** Learns the viewer's zone before the console is drawn for the first time. */
export default async function AuthLayout({ children }: { children: ReactNode }) {
  const zone = readZone((await cookies()).get(ZONE_COOKIE)?.value);
  return (
    <>
      {children}
      <ZoneKeeper zone={zone} />
    </>
  );
}
