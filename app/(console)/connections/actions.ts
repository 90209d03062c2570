"use server";
import { redirect } from "next/navigation";
import { z } from "zod";
import { newConnectionValuesSchema } from "@/components/connections/new-connection-values";
import { idSchema } from "@/lib/api/schemas/common";
import { channelKindSchema } from "@/lib/api/schemas/connection";
import { deleteConnection } from "@/lib/connections/delete-connection";
import { disableConnection } from "@/lib/connections/disable-connection";
import { enableConnection } from "@/lib/connections/enable-connection";
import { requestSync } from "@/lib/connections/request-sync";
import { setChannel } from "@/lib/connections/set-channel";
import { tryWithSandbox } from "@/lib/connections/try-with-sandbox";
import { getEnv } from "@/lib/env/get-env";
import { guarded } from "../action-client";
import { addConnection } from "./add-connection";
import { sandboxPorts } from "./sandbox-ports";

export const setConnectionEnabled = guarded("connections:write")
  .inputSchema(z.strictObject({ connectionId: idSchema, enabled: z.boolean() }))
  .action(async ({ parsedInput: { connectionId, enabled }, ctx: { scope, runtime } }) => {
    const change = enabled ? enableConnection : disableConnection;
    await change(scope, { connectionId, runtime });
  });

export const setChannelEnabled = guarded("connections:run")
  .inputSchema(z.strictObject({ connectionId: idSchema, channel: channelKindSchema, enabled: z.boolean() }))
  .action(async ({ parsedInput: { connectionId, channel, enabled }, ctx: { scope, runtime } }) => {
    await setChannel(scope, { change: { connectionId, kind: channel, enabled }, runtime });
  });

export const requestRun = guarded("connections:run")
  .inputSchema(z.strictObject({ connectionId: idSchema, channel: channelKindSchema.optional() }))
  .action(async ({ parsedInput, ctx: { scope } }) => requestSync(scope, parsedInput));

export const createConnectionAction = guarded("connections:write")
  .inputSchema(newConnectionValuesSchema)
  .action(async ({ parsedInput, ctx: { scope, runtime, may } }) => {
    const connection = await addConnection(scope, { values: parsedInput, runtime, may });
    redirect(`/connections/${connection.id}`);
  });

/** Makes a merchant, a store and a warehouse too: the widest of the rights it takes is asked for. */
export const trySandboxAction = guarded("warehouses:write")
  .inputSchema(z.strictObject({}))
  .action(async ({ ctx: { scope, runtime } }) => {
    const connection = await tryWithSandbox(scope, { ports: sandboxPorts(getEnv()), runtime });
    redirect(`/connections/${connection.id}`);
  });

export const deleteConnectionAction = guarded("connections:write")
  .inputSchema(z.strictObject({ connectionId: idSchema }))
  .action(async ({ parsedInput: { connectionId }, ctx: { scope } }) => {
    await deleteConnection(scope, { id: connectionId });
    redirect("/connections");
  });
