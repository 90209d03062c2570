"use client";
import { zodResolver } from "@hookform/resolvers/zod";
import { ChevronRight } from "lucide-react";
import { useEffect } from "react";
import { FormProvider, type UseFormReturn, useForm, useWatch } from "react-hook-form";
import { RefusalNote } from "../patterns/refusal-note";
import { useZone } from "../patterns/time-context";
import { type Action, useAct } from "../patterns/use-act";
import { Button } from "../ui/button";
import { FieldGroup } from "../ui/field";
import { Icon } from "../ui/icon";
import { Tag } from "../ui/tag";
import { ChoiceField, type FieldName, SwitchField, TextField } from "./form-parts";
import { checkClientId, checkInstanceUrl, checkScope, checkWarehouseId, readInstanceUrl } from "./live-checks";
import { ModeTable } from "./mode-table";
import { blankConnection, type NewConnectionValues, newConnectionValuesSchema } from "./new-connection-values";

export interface NewConnectionFormProps {
  merchants: { id: string; name: string }[];
  stores: { id: string; name: string }[];
  warehouses: { id: string; name: string }[];
  onCreate: Action<NewConnectionValues>;
}

/** Everything a connection needs on one page. It is saved switched off; errors stand at their fields. */
export function NewConnectionForm({ merchants, stores, warehouses, onCreate }: NewConnectionFormProps) {
  const form = useForm<NewConnectionValues>({
    resolver: zodResolver(newConnectionValuesSchema),
    defaultValues: blankConnection(useZone()),
  });
  const act = useAct(onCreate);
  useEffect(() => {
    const field = act.refusal?.field;
    if (field && isField(field)) form.setError(field, { message: act.refusal?.message }, { shouldFocus: true });
  }, [act.refusal, form]);
  const [storeId, warehouseId] = useWatch({ control: form.control, name: ["storeId", "warehouseId"] });
  return (
    <FormProvider {...form}>
      <form noValidate onSubmit={form.handleSubmit(values => act.run(values))} className="grid max-w-[776px] gap-8">
        <FieldGroup title="Basics">
          <TextField name="name" label="Connection name" help="As you will look for it, for example Juniper Pantry → Columbus." />
        </FieldGroup>
        <FieldGroup title="Warehouse" advice="Where orders go.">
          {warehouses.length > 0 && (
            <ChoiceField name="warehouseId" label="Warehouse" first="A new ShipStation account" options={warehouses} />
          )}
          {!warehouseId && <WarehouseFields />}
        </FieldGroup>
        <FieldGroup title="Store Setup" advice="Where orders come from.">
          {stores.length > 0 && <ChoiceField name="storeId" label="Store" first="Create new store" options={stores} />}
          {!storeId && <StoreFields merchants={merchants} />}
        </FieldGroup>
        {!storeId && <CredentialFields form={form} />}
        {!storeId && <SettingFields form={form} />}
        <div className="sticky bottom-0 -mx-2 flex flex-wrap items-center justify-end gap-x-4 gap-y-2 border-line border-t bg-surface px-2 py-3">
          <RefusalNote refusal={act.refusal && !act.refusal.field ? act.refusal : null} className="mr-auto" />
          <span className="text-help text-ink-3">The connection starts switched off.</span>
          <Button kind="primary" type="submit" disabled={act.isPending} className="max-md:h-11 max-md:w-full">
            {act.isPending ? "Adding…" : "Add connection"}
          </Button>
        </div>
      </form>
    </FormProvider>
  );
}

const FIELDS = new Set(Object.keys(blankConnection("UTC")));
const isField = (name: string): name is FieldName => FIELDS.has(name);

function WarehouseFields() {
  return (
    <>
      <TextField name="warehouseName" label="Name" help="For example ShipStation Columbus." />
      <TextField name="apiKey" label="API key" code help="ShipStation: Settings → Account → API Settings." />
      <TextField name="apiSecret" label="API secret" secret help="Stored encrypted, never shown again after saving." />
      <TextField
        name="baseUrl"
        label="Address"
        optional
        code
        placeholder="https://ssapi.shipstation.com"
        help="Only for a ShipStation behind another address, such as the sandbox."
      />
    </>
  );
}

function StoreFields({ merchants }: Pick<NewConnectionFormProps, "merchants">) {
  const merchantId = useWatch<NewConnectionValues>({ name: "merchantId" });
  return (
    <>
      {merchants.length > 0 && <ChoiceField name="merchantId" label="Merchant" first="A new merchant" options={merchants} />}
      {!merchantId && <TextField name="merchantName" label="Merchant's name" help="The brand you ship for." />}
      <TextField name="storeName" label="Name" help="For example Juniper Pantry production." />
    </>
  );
}

type FormProps = { form: UseFormReturn<NewConnectionValues> };

function CredentialFields({ form }: FormProps) {
  const [instanceUrl, clientId, tenant] = useWatch({ control: form.control, name: ["instanceUrl", "clientId", "tenant"] });
  const known = tenant || (readInstanceUrl(instanceUrl)?.tenant ?? null);
  return (
    <FieldGroup title="Credentials" advice="Stored encrypted. Secrets are never shown again after saving.">
      <TextField
        name="instanceUrl"
        label="Instance URL"
        code
        check={checkInstanceUrl(instanceUrl)}
        help="The address you open Acumatica with. Example https://myerp.acumatica.com"
      />
      <TextField
        name="clientId"
        label="Client ID"
        code
        check={checkClientId(clientId, known)}
        help="From Connected Applications (SM303010). Example 03539A80-…-7FBC92E9CD3F@MyCompany"
      />
      <TextField name="clientSecret" label="Client Secret" secret help="Acumatica calls it Shared Secret." />
      <TextField name="username" label="Username" help="Login of the integration user, not a person's own login. Example dockbridge" />
      <TextField name="password" label="Password" secret help="Of that user. When it changes in Acumatica, change it here the same day." />
      <TextField name="tenant" label="Tenant (Company)" optional help="For instances with several tenants. Example MyCompany" />
    </FieldGroup>
  );
}

function SettingFields({ form }: FormProps) {
  const [scope, defaultWarehouseId, importViaShipments] = useWatch({
    control: form.control,
    name: ["scope", "defaultWarehouseId", "importViaShipments"],
  });
  return (
    <FieldGroup title="Endpoint & Order Settings" advice="Prefilled for a standard instance. Change only if yours differs.">
      <TextField name="endpointName" label="Endpoint Name" short code help="Contract-based endpoint (SM207060)." />
      <TextField
        name="endpointVersion"
        label="Endpoint Version"
        short
        code
        help="Must match the ERP build; the proof test lists what the instance offers."
      />
      <TextField name="orderType" label="Order Type" short code help="The Acumatica order type to import." />
      <TextField
        name="defaultWarehouseId"
        label="Default Warehouse ID"
        optional
        short
        code
        check={checkWarehouseId(defaultWarehouseId, importViaShipments)}
        help="In shipment mode, keeps only this warehouse's shipments. Example KNOX-01"
      />
      <TextField
        name="scope"
        label="OAuth Scope"
        code
        check={checkScope(scope)}
        help="Keep offline_access: it saves re-entering the password about every hour."
      />
      <SwitchField
        name="importViaShipments"
        label="Import orders via shipments"
        help="It decides two things at once: what comes in, and how tracking goes back."
      />
      <ModeTable importViaShipments={importViaShipments} />
      <SwitchField
        name="includePackageContents"
        label="Include package contents"
        tag={<Tag>Advanced</Tag>}
        help="Sends which lines went in which box. Works only where the tenant exposes the packable items; the proof test will tell."
      />
      <SwitchField
        name="confirmShipments"
        label="Confirm shipments"
        help="After tracking is written, Dockbridge confirms the Shipment in Acumatica."
      />
      <details className="group border-line border-t pt-3">
        <summary className="flex list-none items-center gap-2 rounded-seg font-medium [&::-webkit-details-marker]:hidden">
          <Icon of={ChevronRight} size={14} className="transition-transform group-open:rotate-90" />
          More settings
        </summary>
        <div className="mt-4 grid gap-4">
          <TextField
            name="timeZone"
            label="Time zone"
            short
            help="The merchant's zone: decides the business day of a shipment. Example America/New_York"
          />
          <TextField
            name="shipmentLookbackDays"
            label="Look back, days"
            short
            number
            help="How far back the first look for shipments reaches."
          />
          <TextField
            name="throttleLimit"
            label="API throttle limit"
            short
            number
            help="Requests per window: License Monitoring Console (SM604000)."
          />
          <TextField name="throttleSeconds" label="API throttle seconds" short number help="Length of the window." />
          <TextField
            name="concurrentConnections"
            label="Connections at once"
            short
            number
            help="Calls open at the same time, at most 10."
          />
          <TextField name="concurrentBatches" label="Batches at once" short number help="Batches worked on at the same time, at most 10." />
        </div>
      </details>
    </FieldGroup>
  );
}
