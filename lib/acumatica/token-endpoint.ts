import { z } from "zod";
import { type HttpClient, HttpError, type HttpResponse } from "@/lib/core/http-types";
import { type CallContext, classifyResponse, unreadable } from "./classify-response";
import { AcumaticaError, type AcumaticaErrorOptions } from "./errors";
import { parseJson } from "./vendor-words";

/** One answer of the token endpoint, times in seconds as given. */
export interface TokenGrant {
  accessToken: string;
  refreshToken?: string;
  expiresInSeconds: number;
}

const grantSchema = z.looseObject({
  access_token: z.string().min(1),
  expires_in: z.coerce.number().positive().catch(3600),
  refresh_token: z.string().min(1).optional().catch(undefined),
});
const refusalSchema = z.looseObject({ error: z.string(), error_description: z.string().optional().catch(undefined) });

export interface TokenRequest {
  http: HttpClient;
  baseUrl: string;
  /** `password` or `refresh_token`; names the call's label. */
  grant: "password" | "refresh_token";
  form: Record<string, string>;
}

/**
 * Asks `{instance}/identity/connect/token`, credentials in the body as Acumatica's own examples do. Neither body is recorded.
 * Throws AcumaticaError; a refusal of the credentials is told apart from an instance that is not well.
 */
export async function requestToken({ http, baseUrl, grant, form }: TokenRequest): Promise<TokenGrant> {
  const context: CallContext = { label: `acumatica.token.${grant === "password" ? "password" : "refresh"}`, isWrite: false };
  const response = await send(http, context, {
    url: `${baseUrl}/identity/connect/token`,
    body: new URLSearchParams({ grant_type: grant, ...form }).toString(),
  });
  if (response.status !== 200) throw classifyTokenRefusal(response, context);
  const parsed = grantSchema.safeParse(parseJson(response.text));
  if (!parsed.success) throw unreadable(response, context, "no access token");
  const { access_token, refresh_token, expires_in } = parsed.data;
  return {
    accessToken: access_token,
    expiresInSeconds: expires_in,
    ...(refresh_token === undefined ? {} : { refreshToken: refresh_token }),
  };
}

async function send(http: HttpClient, context: CallContext, call: { url: string; body: string }): Promise<HttpResponse> {
  try {
    return await http.send({
      method: "POST",
      ...call,
      headers: { "content-type": "application/x-www-form-urlencoded", accept: "application/json" },
      label: context.label,
      record: "credentials",
      timeoutMs: 60_000,
    });
  } catch (error) {
    throw error instanceof HttpError ? classifyResponse(error, context) : error;
  }
}

/** The codes of RFC 6749 as Acumatica uses them. Error bodies can echo what was typed, so only the code is read. */
export function classifyTokenRefusal(response: HttpResponse, context: CallContext): AcumaticaError {
  const parsed = refusalSchema.safeParse(parseJson(response.text));
  const base = { message: `${context.label}: HTTP ${response.status}`, exchangeId: response.exchangeId, status: response.status };
  if (parsed.success && response.status >= 400 && response.status < 500 && response.status !== 429) {
    const verdict = REFUSAL_BY_CODE[parsed.data.error];
    if (verdict !== undefined) return new AcumaticaError({ ...base, ...verdict, message: `${base.message} ${parsed.data.error}` });
  }
  if (response.status === 404) {
    return new AcumaticaError({
      ...base,
      code: "unknown_endpoint",
      userMessage: "There is no Acumatica sign-in at this address.",
      nextStep: "Check the Instance URL: it is the part before /Main or /Frames in the browser, including the directory if there is one.",
      field: "instanceUrl",
    });
  }
  return classifyResponse(response, context);
}

type Refusal = Pick<AcumaticaErrorOptions, "code" | "userMessage" | "nextStep" | "field" | "owner">;

const REFUSAL_BY_CODE: Partial<Record<string, Refusal>> = {
  invalid_grant: { code: "user_refused", field: "password" },
  invalid_client: { code: "secret_refused", field: "clientSecret" },
  unauthorized_client: {
    code: "secret_refused",
    field: "clientId",
    userMessage: "The Connected Application does not allow signing in with a user name and password.",
    nextStep:
      "Connected Applications (SM303010): the OAuth 2.0 flow must be Resource Owner Password Credentials, and the application active.",
  },
  unsupported_grant_type: {
    code: "secret_refused",
    field: "clientId",
    userMessage: "This instance does not offer signing in with a user name and password.",
    nextStep: "Connected Applications (SM303010): choose the flow Resource Owner Password Credentials.",
  },
  invalid_scope: { code: "scope_refused", field: "scope" },
};
