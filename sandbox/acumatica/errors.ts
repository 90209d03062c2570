import type { SandboxResponse } from "../shared/exchange";
import type { ContractEntity } from "./contract";

/** An answer that ends a request early. */
export class Refusal extends Error {
  constructor(readonly response: SandboxResponse) {
    super(`refused with ${response.status}`);
  }
}

interface ServerError {
  exceptionMessage: string;
  exceptionType?: string;
  /** The reason Acumatica keeps one level deeper. */
  inner?: string;
}

/** The framework's 500 body. */
export function serverError({ exceptionMessage, exceptionType = "PX.Data.PXException", inner }: ServerError): SandboxResponse {
  return {
    status: 500,
    body: {
      message: "An error has occurred.",
      exceptionMessage,
      exceptionType,
      stackTrace: "   at PX.Api.ContractBased.SystemContracts.V3.SystemController.Invoke()",
      ...(inner
        ? {
            innerException: {
              message: "An error has occurred.",
              exceptionMessage: inner,
              exceptionType: "PX.Data.PXException",
              stackTrace: "",
            },
          }
        : {}),
    },
  };
}

export const noEntity = () =>
  new Refusal(
    serverError({
      exceptionMessage: "No entity satisfies the condition.",
      exceptionType: "PX.Api.ContractBased.NoEntitySatisfiesTheConditionException",
    }),
  );

export const keyNotPresent = () =>
  new Refusal(
    serverError({
      exceptionMessage: "The given key was not present in the dictionary.",
      exceptionType: "System.Collections.Generic.KeyNotFoundException",
    }),
  );

export const optimizerRefusal = (entity: ContractEntity, field: string) =>
  new Refusal(
    serverError({
      exceptionMessage: `Optimization cannot be performed.The following fields cause the error:\r\n${field}: View ${entity.name === "SalesOrder" ? "Transactions" : "Document"} has BQL delegate`,
      exceptionType: "PX.Api.ContractBased.OptimizedExport.CannotOptimizeException",
    }),
  );

/** An action or a save refused by a business rule without field detail. */
export const operationFailed = (reason: string) =>
  serverError({ exceptionMessage: "Operation failed", exceptionType: "PX.Data.PXInvalidOperationException", inner: reason });

export const filterError = (exceptionMessage: string) =>
  new Refusal(serverError({ exceptionMessage, exceptionType: "Microsoft.Data.OData.ODataException" }));

export function unknownAddress(url: string, detail: string): SandboxResponse {
  return { status: 404, body: { message: `No HTTP resource was found that matches the request URI '${url}'.`, messageDetail: detail } };
}

export function badRequest(key: string, message: string): Refusal {
  return new Refusal({ status: 400, body: { message: "The request is invalid.", modelState: { [key]: [message] } } });
}

export function forbidden(entity: ContractEntity): Refusal {
  return new Refusal({
    status: 403,
    body: { message: `You have insufficient rights to access the ${entity.form} (${entity.screen}) form.` },
  });
}

const LENGTH_REQUIRED =
  '<!DOCTYPE HTML PUBLIC "-//W3C//DTD HTML 4.01//EN""http://www.w3.org/TR/html4/strict.dtd">\r\n<HTML><HEAD><TITLE>Length Required</TITLE></HEAD>\r\n<BODY><h2>Length Required</h2>\r\n<hr><p>HTTP Error 411. The request must be chunked or have a content length.</p>\r\n</BODY></HTML>\r\n';

/** What IIS says to a POST without a length, before Acumatica sees it. */
export const lengthRequired: SandboxResponse = {
  status: 411,
  headers: { "content-type": "text/html; charset=us-ascii" },
  body: LENGTH_REQUIRED,
};
