"use client";
import { useRouter } from "next/navigation";
import { useEffect } from "react";
import { writeCookie, ZONE_COOKIE } from "./theme";

/** Tells the server the viewer's zone, so that it renders times in it. On the first visit, and after a journey, the page is drawn again. */
export function ZoneKeeper({ zone }: { zone: string }) {
  const router = useRouter();
  useEffect(() => {
    const here = Intl.DateTimeFormat().resolvedOptions().timeZone;
    if (!here || here === zone) return;
    writeCookie(ZONE_COOKIE, here);
    router.refresh();
  }, [zone, router]);
  return null;
}
