"use client";
import { useRouter } from "next/navigation";
import { startTransition } from "react";
import { PageHeader } from "@/components/patterns/page-header";
import { Button } from "@/components/ui/button";

/** A page that could not be drawn. The digest is the reference of the server's log. */
export default function ConsoleError({ error, reset }: { error: Error & { digest?: string }; reset: () => void }) {
  const router = useRouter();
  function again() {
    startTransition(() => {
      router.refresh();
      reset();
    });
  }
  return (
    <>
      <PageHeader
        title="This page could not be drawn"
        summary="Orders and tracking keep moving in the background; nothing was lost. Try again, and if it stays, report it."
      />
      <div className="gutter grid justify-items-start gap-4">
        <Button kind="primary" onClick={again}>
          Try again
        </Button>
        {error.digest && (
          <p className="text-help text-ink-3">
            Reference <span className="mono-sm">{error.digest}</span>
          </p>
        )}
      </div>
    </>
  );
}
