import { cx } from "../ui/cx";
import type { ReferenceCall, ReferenceField, ReferenceGroup } from "./read-reference";

/** Every call of the API, by noun. Made from the same schemas that check the requests. */
export function ApiReference({ groups }: { groups: ReferenceGroup[] }) {
  return (
    <div className="grid gap-x-10 lg:grid-cols-[150px_minmax(0,1fr)]">
      <nav aria-label="On this page" className="self-start max-lg:hidden lg:sticky lg:top-5">
        <ul className="grid gap-1">
          {groups.map(group => (
            <li key={group.tag}>
              <a href={`#${anchor(group.tag)}`} className="text-ink-2 hover:text-ink hover:underline">
                {group.tag}
              </a>
            </li>
          ))}
        </ul>
      </nav>
      <div className="grid gap-10">
        {groups.map(group => (
          <section key={group.tag} id={anchor(group.tag)} aria-labelledby={`${anchor(group.tag)}-title`} className="scroll-mt-5">
            <h2 id={`${anchor(group.tag)}-title`} className="mb-2 text-section">
              {group.tag}
            </h2>
            <div className="border-line border-t">
              {group.calls.map(call => (
                <Call key={`${call.method} ${call.path}`} call={call} />
              ))}
            </div>
          </section>
        ))}
      </div>
    </div>
  );
}

const anchor = (tag: string) => tag.toLowerCase().replace(/[^a-z0-9]+/g, "-");

const METHOD_TONES: Record<string, string> = { GET: "text-ink-2", POST: "text-accent", PATCH: "text-accent", DELETE: "text-bad" };

function Call({ call }: { call: ReferenceCall }) {
  return (
    <article className="border-line border-b py-4">
      <h3 className="flex flex-wrap items-baseline gap-x-3 font-normal">
        <span className={cx("mono w-14 shrink-0 font-medium", METHOD_TONES[call.method])}>{call.method}</span>
        <span className="mono break-all font-medium">{call.path}</span>
      </h3>
      <p className="mt-1 max-w-[560px] text-ink-2 md:pl-[68px]">{call.summary}</p>
      <div className="md:pl-[68px]">
        <Fields title="In the address" fields={call.query} />
        <Fields title="In the body" fields={call.body} />
        <p className="mt-2 text-help text-ink-3">
          {call.answer ? (
            <>
              Answers <span className="mono-sm">{call.answer}</span>.
            </>
          ) : (
            "Answers nothing."
          )}
          {call.permission && (
            <>
              {" "}
              Needs <span className="mono-sm">{call.permission}</span>.
            </>
          )}
        </p>
      </div>
    </article>
  );
}

/** `names` in a description stand as code. */
function WithCode({ text }: { text: string }) {
  return text.split("`").map((part, index) =>
    index % 2 === 1 ? (
      // biome-ignore lint/suspicious/noArrayIndexKey: the text never changes
      <span key={index} className="mono-sm">
        {part}
      </span>
    ) : (
      part
    ),
  );
}

function Fields({ title, fields }: { title: string; fields: ReferenceField[] }) {
  if (fields.length === 0) return null;
  return (
    <table className="mt-3 w-full border-separate border-spacing-0 text-help">
      <caption className="pb-1 text-left text-ink-3">{title}</caption>
      <thead className="sr-only">
        <tr>
          <th scope="col">Name</th>
          <th scope="col">Takes</th>
          <th scope="col">Meaning</th>
        </tr>
      </thead>
      <tbody>
        {fields.map(field => (
          <tr key={field.name} className="align-top">
            <th scope="row" className="w-[220px] border-line border-t py-1 pr-4 text-left font-normal max-md:w-[44%]">
              <span className="mono-sm break-all font-medium">{field.name}</span>
              {field.required && <span className="text-ink-3"> needed</span>}
            </th>
            <td className="w-[220px] border-line border-t py-1 pr-4 text-ink-2 max-md:w-auto">{field.type}</td>
            <td className="border-line border-t py-1 text-ink-2 max-md:hidden">
              <WithCode text={field.text} />
            </td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}
