"use client";
import { PlainPage } from "@/components/shell/plain-page";
import { Button } from "@/components/ui/button";

export default function RootError({ error, reset }: { error: Error & { digest?: string }; reset: () => void }) {
  return (
    <PlainPage title="This page could not be drawn" summary="Orders and tracking keep moving in the background; nothing was lost.">
      <Button kind="primary" onClick={reset}>
        Try again
      </Button>
      {error.digest && (
        <p className="mt-4 text-help text-ink-3">
          Reference <span className="mono-sm">{error.digest}</span>
        </p>
      )}
    </PlainPage>
  );
}
