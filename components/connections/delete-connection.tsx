"use client";
import { Ellipsis, Trash2 } from "lucide-react";
import { useState } from "react";
import { type Action, useAct } from "../patterns/use-act";
import { Button } from "../ui/button";
import { ConfirmDialog } from "../ui/confirm-dialog";
import { Icon } from "../ui/icon";
import { Menu, MenuItem } from "../ui/menu";

/** Behind the dots, and only after the name was typed. */
export function DeleteConnection({
  connection,
  onDelete,
}: {
  connection: { id: string; name: string };
  onDelete: Action<{ connectionId: string }>;
}) {
  const [isAsking, setAsking] = useState(false);
  const act = useAct(onDelete);
  return (
    <>
      <Menu trigger={<Button square aria-label="More actions" icon={<Icon of={Ellipsis} />} />}>
        <MenuItem danger icon={<Icon of={Trash2} size={14} />} onSelect={() => setAsking(true)}>
          Delete the connection
        </MenuItem>
      </Menu>
      <ConfirmDialog
        open={isAsking}
        onOpenChange={setAsking}
        title={`Delete ${connection.name}?`}
        consequence="Its matches, schedule and runs are deleted; store and warehouse stay. A connection with orders can't be deleted: switch it off instead."
        action="Delete"
        danger
        typeToConfirm={connection.name}
        pending={act.isPending}
        error={act.refusal?.message}
        onConfirm={() => act.run({ connectionId: connection.id })}
      />
    </>
  );
}
