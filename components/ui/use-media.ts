"use client";
import { useSyncExternalStore } from "react";

/** Follows a media query; until the page has come alive it is `fallback`. */
export function useMedia(query: string, fallback: boolean): boolean {
  return useSyncExternalStore(
    onChange => {
      const list = matchMedia(query);
      list.addEventListener("change", onChange);
      return () => list.removeEventListener("change", onChange);
    },
    () => matchMedia(query).matches,
    () => fallback,
  );
}
