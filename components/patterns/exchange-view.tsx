import type { ReactNode } from "react";
import type { Exchange } from "@/lib/api/schemas/exchange";
import { KeyValues } from "../ui/key-values";
import { CopyButton } from "./copy-button";
import { formatDuration } from "./format-time";

/** What the store keeps in place of a secret or a personal field. */
const HIDDEN = /(\[hidden\])/;

const FAILURES: Record<string, string> = {
  unreachable: "The address could not be reached.",
  tls: "The secure connection could not be made.",
  timeout: "None in time. We don't know whether the request was carried out.",
  reset: "The connection broke off. We don't know whether the request was carried out.",
  blocked_address: "Not called: the address is not a public one.",
  too_large: "Longer than what we read.",
};

/** One redacted request and its answer. Hidden values are chips, so that nobody takes them for what was sent. */
export function ExchangeView({ exchange }: { exchange: Exchange }) {
  const url = new URL(exchange.url, "http://relative.invalid");
  return (
    <div className="grid gap-4">
      <KeyValues
        narrow
        items={[
          {
            label: "To",
            value: (
              <>
                <div>{url.host}</div>
                <div className="mono-sm break-all">
                  {exchange.method} {url.pathname}
                  {readable(url.search)}
                </div>
              </>
            ),
          },
          { label: "Answer", value: answerWords(exchange) },
        ]}
      />
      <Block title="Request" copy={exchange.requestBody}>
        <Headers headers={exchange.requestHeaders} />
        {exchange.requestBody && <Body text={exchange.requestBody} />}
      </Block>
      <Block title="Answer" copy={exchange.responseBody}>
        {exchange.responseHeaders && <Headers headers={exchange.responseHeaders} />}
        {exchange.responseBody ? (
          <Body text={exchange.responseBody} />
        ) : (
          <Pre>{exchange.status === null ? noAnswer(exchange) : "Empty"}</Pre>
        )}
      </Block>
    </div>
  );
}

/** `$expand=Details%2CPackages` is read more easily as it was meant. */
function readable(query: string): string {
  try {
    return decodeURIComponent(query);
  } catch {
    return query;
  }
}

function answerWords(exchange: Exchange): string {
  if (exchange.status === null) return (exchange.failure && FAILURES[exchange.failure]) || "None.";
  const word = exchange.status < 300 ? "Accepted" : exchange.status < 400 ? "Sent elsewhere" : "Refused";
  return `${word} in ${formatDuration(exchange.durationMs)}, answer ${exchange.status}`;
}

const noAnswer = (exchange: Exchange) => `No bytes received in ${exchange.durationMs.toLocaleString("en-US")} ms`;

function Block({ title, copy, children }: { title: string; copy: string | null; children: ReactNode }) {
  return (
    <section>
      <div className="mb-1.5 flex items-center justify-between">
        <h3 className="text-help">{title}</h3>
        {copy && <CopyButton bare label={`Copy the ${title.toLowerCase()}`} text={copy} />}
      </div>
      <div className="grid gap-1.5">{children}</div>
    </section>
  );
}

function Pre({ children }: { children: ReactNode }) {
  return (
    <pre className="mono-sm whitespace-pre-wrap break-all rounded-ctl border border-line bg-sunk px-2.5 py-2 text-ink-2 leading-[17px]">
      {children}
    </pre>
  );
}

function Headers({ headers }: { headers: Record<string, string> }) {
  const entries = Object.entries(headers);
  if (entries.length === 0) return null;
  return (
    <Pre>
      {entries.map(([name, value]) => (
        <span key={name} className="block">
          {name}: <Chips text={value} />
        </span>
      ))}
    </Pre>
  );
}

function Body({ text }: { text: string }) {
  return (
    <Pre>
      <Json text={text} />
    </Pre>
  );
}

/** JSON with its keys a little stronger; anything else as it is. */
function Json({ text }: { text: string }) {
  const pretty = prettyJson(text);
  if (pretty === null) return <Chips text={text} />;
  return pretty.split(/("(?:[^"\\]|\\.)*"(?=:))/).map((part, index) =>
    index % 2 === 1 ? (
      // biome-ignore lint/suspicious/noArrayIndexKey: the text never changes
      <span key={index} className="font-medium text-ink">
        {part}
      </span>
    ) : (
      // biome-ignore lint/suspicious/noArrayIndexKey: the text never changes
      <Chips key={index} text={part} />
    ),
  );
}

function prettyJson(text: string): string | null {
  try {
    return JSON.stringify(JSON.parse(text), null, 2).replace(/\{\s+"value": ("(?:[^"\\]|\\.)*"|[^\s{}[\]]+)\s+\}/g, '{"value": $1}');
  } catch {
    return null;
  }
}

function Chips({ text }: { text: string }) {
  return text.split(HIDDEN).map((part, index) =>
    HIDDEN.test(part) ? (
      // biome-ignore lint/suspicious/noArrayIndexKey: the text never changes
      <span key={index} className="rounded-check bg-hover px-1 text-ink-3">
        hidden
      </span>
    ) : (
      part
    ),
  );
}
