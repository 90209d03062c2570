import { HttpError, type HttpResponse } from "@/lib/core/http-types";
import { classifyResponse } from "./classify-response";
import { baseUrlOf } from "./credentials";
import { AcumaticaError } from "./errors";
import { failedWith, notApplicable, type ProofTestOptions, passed, type StageOutcome } from "./proof-stages";

/** Address and certificate, from one call without credentials to `{instance}/entity`, which every instance answers in some way. */
export function checkAddress({ http, credentials }: Pick<ProofTestOptions, "http" | "credentials">) {
  let failure: AcumaticaError | null = null;
  const label = "acumatica.address.get";

  const ask = async (baseUrl: string): Promise<HttpResponse | null> => {
    try {
      return await http.send({
        method: "GET",
        url: `${baseUrl}/entity`,
        headers: { accept: "application/json" },
        label,
        timeoutMs: 30_000,
      });
    } catch (error) {
      if (!(error instanceof HttpError)) throw error;
      failure = classifyResponse(error, { label, isWrite: false });
      return null;
    }
  };

  return {
    async reach(): Promise<StageOutcome> {
      let baseUrl: string;
      try {
        baseUrl = baseUrlOf(credentials);
      } catch (error) {
        return failedWith(error, { ends: true });
      }
      const response = await ask(baseUrl);
      const host = new URL(baseUrl).host;
      if (response !== null) return judge(response, baseUrl);
      return failure?.code === "tls" ? passed(`${host} answers.`) : failedWith(failure, { ends: true });
    },
    async tls(): Promise<StageOutcome> {
      if (failure !== null) return failedWith(failure, { ends: true });
      return baseUrlOf(credentials).startsWith("https:")
        ? passed("The certificate is valid.")
        : notApplicable("Plain http, which is allowed for this address only.");
    },
  };
}

/** Any answer that an Acumatica site could give counts; a missing page or a redirect elsewhere means another address is meant. */
function judge(response: HttpResponse, baseUrl: string): StageOutcome {
  const location = response.headers.location ?? "";
  if (response.status >= 300 && response.status < 400 && !/error|login/i.test(location)) {
    return failedWith(classifyResponse(response, { label: "acumatica.address.get", isWrite: false }), { ends: true });
  }
  if (response.status === 404) {
    const error = new AcumaticaError({
      code: "unknown_endpoint",
      message: "no /entity below the instance address",
      userMessage: `A web server answers at ${new URL(baseUrl).host}, but there is no Acumatica at this address.`,
      nextStep: "Check the Instance URL: it is the part before /Main or /Frames in the browser, including the directory if there is one.",
      field: "instanceUrl",
    });
    return failedWith(error, { ends: true });
  }
  return passed(`Used as ${baseUrl}.`);
}
