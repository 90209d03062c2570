/**
 * `npm run admin -- <command>`: what is done by hand on a running installation. Failures are told in words; the exit code is 1 for them and 2 for a command
 * that can't be read.
 */
import { parseArgs } from "node:util";
import { createApiKeySecret } from "../lib/auth/api-key-secret";
import { newWorkspace } from "../lib/auth/create-account";
import { normaliseEmail } from "../lib/auth/email";
import { assertGoodPassword, hashPassword } from "../lib/auth/password";
import { KEY_SCOPES } from "../lib/auth/permissions";
import { createRuntime, type OwnedRuntime } from "../lib/connections/create-runtime";
import { AppError, ConflictError } from "../lib/core/errors";
import { insertApiKey } from "../lib/db/api-keys";
import { saveMembership } from "../lib/db/memberships";
import { type Role, systemScope } from "../lib/db/scope";
import { findUserForSignIn, insertUser } from "../lib/db/users";
import { vaultStore } from "../lib/db/vault-canary";
import { findWorkspace, insertWorkspace, listWorkspaces } from "../lib/db/workspaces";
import { parseEnv } from "../lib/env/parse-env";
import { rotateKeys } from "../lib/vault/rotate-keys";
import { diagnose } from "./admin/doctor";

const HELP = `Commands:
  create-user --email E --password P [--workspace W] [--role owner|admin|operator|viewer] [--name N]
      Adds a person to a workspace. Without --workspace: the only one there is. A workspace that does not exist yet is created.
  create-api-key --workspace W --scopes all [--name N] [--expires-in-days D]
      Prints the key once. Scopes, separated by commas: ${KEY_SCOPES.join(", ")}
  rotate-vault-key
      After putting a new key first in VAULT_KEYS: wraps every workspace's data key with it. Then the old one can go.
  doctor
      Checks this installation line by line, with what to do about each fault.`;

/** The command can't be read. */
class UsageError extends Error {}

const ROLES: Role[] = ["owner", "admin", "operator", "viewer"];
const say = (line: string) => console.log(line);

type Options = Record<string, string | undefined>;

const COMMANDS: Record<string, (options: Options) => Promise<number>> = {
  "create-user": options => withRuntime(runtime => createUser(runtime, options)),
  "create-api-key": options => withRuntime(runtime => createApiKey(runtime, options)),
  "rotate-vault-key": () => withRuntime(rotateVaultKey),
  doctor: () => diagnose(process.env, say),
};

async function main(): Promise<number> {
  const [name = "", ...args] = process.argv.slice(2);
  const command = COMMANDS[name];
  if (!command) throw new UsageError(name === "" ? "Which command?" : `There is no command "${name}".`);
  return command(readOptions(args));
}

function readOptions(args: string[]): Options {
  const text = { type: "string" } as const;
  try {
    const { values } = parseArgs({
      args,
      options: { email: text, password: text, workspace: text, role: text, name: text, scopes: text, "expires-in-days": text },
    });
    return values;
  } catch (error) {
    throw new UsageError(error instanceof Error ? error.message : String(error));
  }
}

async function withRuntime(work: (runtime: OwnedRuntime) => Promise<number>): Promise<number> {
  const runtime = await createRuntime({ ...parseEnv(process.env), logLevel: "error" });
  try {
    return await work(runtime);
  } finally {
    await runtime.close();
  }
}

async function createUser(runtime: OwnedRuntime, options: Options): Promise<number> {
  const email = normaliseEmail(required(options, "email"));
  const password = required(options, "password");
  const role = readRole(options.role);
  assertGoodPassword({ password, email });
  const existing = await findUserForSignIn(runtime.db, email);
  if (existing) throw new ConflictError({ code: "email_taken", message: `${email} has an account already.` });
  const workspace = await findOrCreateWorkspace(runtime, options.workspace);
  const user = await insertUser(runtime.db, { email, name: options.name?.trim() || email, passwordHash: await hashPassword(password) });
  await saveMembership(runtime.db, { workspaceId: workspace.id, userId: user.id, role: role ?? (workspace.isNew ? "owner" : "admin") });
  say(`${email} may now sign in to "${workspace.name}".`);
  return 0;
}

async function findOrCreateWorkspace(
  runtime: OwnedRuntime,
  word: string | undefined,
): Promise<{ id: string; name: string; isNew: boolean }> {
  const existing = word === undefined ? await theOnlyWorkspace(runtime) : await findWorkspace(runtime.db, word);
  if (existing) return { ...existing, isNew: false };
  const workspace = newWorkspace(runtime.vault, word ?? "Main");
  await insertWorkspace(runtime.db, workspace);
  say(`Created the workspace "${workspace.name}" (${workspace.slug}).`);
  return { id: workspace.id, name: workspace.name, isNew: true };
}

async function theOnlyWorkspace(runtime: OwnedRuntime): Promise<{ id: string; name: string } | null> {
  const all = await listWorkspaces(runtime.db);
  if (all.length > 1) throw new UsageError(`Which workspace? --workspace ${all.map(workspace => workspace.slug).join(" | ")}`);
  return all[0] ?? null;
}

async function createApiKey(runtime: OwnedRuntime, options: Options): Promise<number> {
  const word = required(options, "workspace");
  const workspace = await findWorkspace(runtime.db, word);
  if (!workspace) {
    const all = await listWorkspaces(runtime.db);
    const known =
      all.length > 0 ? `There are: ${all.map(one => one.slug).join(", ")}.` : "There is none yet: npm run admin -- create-user …";
    throw new UsageError(`There is no workspace "${word}". ${known}`);
  }
  const scopes = readScopes(required(options, "scopes"));
  const { secret, hash, prefix } = createApiKeySecret();
  const name = options.name?.trim() || "Command line";
  await insertApiKey(systemScope(runtime.db, workspace.id), {
    name,
    hash,
    prefix,
    scopes,
    expiresAt: readExpiry(options["expires-in-days"]),
  });
  console.error(`An API key for "${workspace.name}". It is shown this once:`);
  say(secret);
  return 0;
}

function readScopes(text: string): string[] {
  const scopes = [
    ...new Set(
      text
        .split(",")
        .map(scope => scope.trim())
        .filter(Boolean),
    ),
  ];
  const unknown = scopes.filter(scope => !KEY_SCOPES.includes(scope));
  if (scopes.length === 0 || unknown.length > 0)
    throw new UsageError(`--scopes: ${unknown.join(", ") || "none given"}. Known: ${KEY_SCOPES.join(", ")}`);
  return scopes;
}

function readExpiry(text: string | undefined): Date | null {
  if (text === undefined) return null;
  const days = Number(text);
  if (!Number.isInteger(days) || days < 1 || days > 3_650) throw new UsageError("--expires-in-days: a whole number from 1 to 3650.");
  return new Date(Date.now() + days * 86_400_000);
}

function readRole(text: string | undefined): Role | null {
  if (text === undefined) return null;
  const role = ROLES.find(known => known === text);
  if (!role) throw new UsageError(`--role: one of ${ROLES.join(", ")}.`);
  return role;
}

async function rotateVaultKey(runtime: OwnedRuntime): Promise<number> {
  const { rewrapped } = await rotateKeys(runtime.vault, vaultStore(runtime.db));
  say(
    `Wrapped ${rewrapped} data key${rewrapped === 1 ? "" : "s"} with the first key of VAULT_KEYS. The other keys can be taken out once every process has restarted.`,
  );
  return 0;
}

function required(options: Options, name: string): string {
  const value = options[name];
  if (value === undefined || value === "") throw new UsageError(`--${name} is missing.`);
  return value;
}

try {
  process.exitCode = await main();
} catch (error) {
  if (error instanceof UsageError) console.error(`${error.message}\n\n${HELP}`);
  else if (error instanceof AppError) console.error([error.userMessage, error.nextStep].filter(Boolean).join("\n"));
  else console.error(error);
  process.exitCode = error instanceof UsageError ? 2 : 1;
}
