import type { Owner } from "@/lib/core/errors";

/** Who acts, for the eyes of the 3PL. */
export const OWNER_WORDS: Record<Owner, { who: string; note: string }> = {
  operator: { who: "You", note: "3PL, mapping and settings" },
  merchant: { who: "The merchant", note: "in their own system" },
  merchant_erp_admin: { who: "ERP administrator", note: "of the merchant, in Acumatica" },
  nobody: { who: "Nobody", note: "it resolves by itself" },
  dockbridge: { who: "Dockbridge", note: "we repeat it; report it if it stays" },
};
