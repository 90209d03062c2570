"use client";
import { Ellipsis } from "lucide-react";
import { useState } from "react";
import type { Order, OrderActionName } from "@/lib/api/schemas/order";
import { type Action, useAct } from "../patterns/use-act";
import { Button } from "../ui/button";
import { ConfirmDialog } from "../ui/confirm-dialog";
import { Icon } from "../ui/icon";
import { Menu, MenuItem } from "../ui/menu";
import { offeredActions, orderActionLook } from "./order-action-record";

export type ActOnOrder = Action<{ orderId: string; action: OrderActionName }>;

/** The next step as a button, the rest behind the dots; every one says its consequence first. */
export function OrderActions({ order, onAct }: { order: Pick<Order, "id" | "number" | "status">; onAct: ActOnOrder }) {
  const [asked, setAsked] = useState<OrderActionName | null>(null);
  const [shown, setShown] = useState<OrderActionName>("retry");
  const lookOf = (name: OrderActionName) => orderActionLook(name, order.status);
  const look = lookOf(shown);
  const act = useAct(onAct, { done: look.done, onDone: () => setAsked(null) });
  function ask(name: OrderActionName) {
    act.clear();
    setShown(name);
    setAsked(name);
  }
  const [first, ...rest] = offeredActions(order.status);
  return (
    <>
      {first && (
        <Button icon={<Icon of={lookOf(first).icon} />} onClick={() => ask(first)}>
          {lookOf(first).label}
        </Button>
      )}
      {rest.length > 0 && (
        <Menu trigger={<Button square aria-label="More actions" icon={<Icon of={Ellipsis} />} />}>
          {rest.map(name => (
            <MenuItem key={name} danger={lookOf(name).danger} icon={<Icon of={lookOf(name).icon} size={14} />} onSelect={() => ask(name)}>
              {lookOf(name).label}
            </MenuItem>
          ))}
        </Menu>
      )}
      <ConfirmDialog
        open={asked !== null}
        onOpenChange={open => !open && setAsked(null)}
        title={look.title(order.number)}
        consequence={look.consequence}
        action={look.action}
        danger={look.danger}
        pending={act.isPending}
        error={act.refusal?.message}
        onConfirm={() => act.run({ orderId: order.id, action: shown })}
      />
    </>
  );
}
