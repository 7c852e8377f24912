// better-auth with its defaults on PostgreSQL, as Tenure's sign-in is held against: server.mjs PORT DATABASE, or server.mjs hash.
import { createServer } from "node:http";
import { createInterface } from "node:readline";
import { verifyPassword, hashPassword } from "better-auth/crypto";

const [what, database] = process.argv.slice(2);
if (what === "hash") {
  // The bare hash: once for each line, as a process of its own.
  const password = "A long sentence, typed 1 time.";
  const hash = await hashPassword(password);
  for await (const _ of createInterface({ input: process.stdin })) {
    await verifyPassword({ hash, password });
    process.stdout.write("\n");
  }
} else {
  const { betterAuth } = await import("better-auth");
  const { getMigrations } = await import("better-auth/db/migration");
  const { toNodeHandler } = await import("better-auth/node");
  const { default: pg } = await import("pg");
  const options = {
    baseURL: `http://127.0.0.1:${what}`,
    secret: "for measurements on one machine only",
    database: new pg.Pool(JSON.parse(database)),
    emailAndPassword: { enabled: true },
    // Tenure's budgets do not slow its known browser down either.
    rateLimit: { enabled: false },
    telemetry: { enabled: false },
    logger: { level: "error" },
  };
  await (await getMigrations(options)).runMigrations();
  const handle = toNodeHandler(betterAuth(options));
  createServer((request, response) =>
    request.url === "/health/ready" ? response.end("ready") : handle(request, response)).listen(Number(what), "127.0.0.1");
}
