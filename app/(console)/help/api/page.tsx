import type { Metadata } from "next";
import { ApiReference } from "@/components/help/api-reference";
import { readReference } from "@/components/help/read-reference";
import { PageHeader } from "@/components/patterns/page-header";
import { openApiDocument } from "@/lib/api/openapi";
import { guardPage } from "../../guard-page";

export const metadata: Metadata = { title: "API reference" };

export default async function ApiReferencePage() {
  const { runtime } = await guardPage(null);
  const document = openApiDocument();
  return (
    <>
      <PageHeader
        title="API reference"
        summary={
          <>
            For programs. The same as a document:{" "}
            <a href="/api/v1/openapi.json" className="link-in-text">
              OpenAPI 3.1
            </a>
            .
          </>
        }
      />
      <div className="gutter grid gap-8 border-line border-t pt-6 pb-14">
        <section aria-labelledby="start" className="max-w-[560px]">
          <h2 id="start" className="text-section">
            How to call it
          </h2>
          <p className="mt-1 text-ink-2">
            Make a key in Settings and send it as a bearer. Lists are paged: ask again with the <span className="mono-sm">nextCursor</span>{" "}
            you got. Send an <span className="mono-sm">Idempotency-Key</span> with every POST, and a repeat gets the first answer instead of
            a second record. Refusals come as problem documents (RFC 9457), in words.
          </p>
          <pre className="mono-sm mt-3 whitespace-pre-wrap break-all rounded-ctl border border-line bg-sunk px-2.5 py-2 leading-[17px]">
            {`curl -H "Authorization: Bearer dbk_…" \\\n     "${runtime.appUrl}/api/v1/orders?status=attention"`}
          </pre>
        </section>
        <ApiReference groups={readReference(document)} />
      </div>
    </>
  );
}
