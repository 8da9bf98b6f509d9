// A real OpenID provider for the tests, on loopback. It logs in whoever the test says, as strongly as the test
// says, and can be told to answer wrongly in one way at a time. Tells its address in JSON when it is up.
import { createServer } from "node:http";
import { createRequire } from "node:module";
import { join } from "node:path";
import { generateKeyPairSync } from "node:crypto";
import { pathToFileURL } from "node:url";

const at = createRequire(join(process.argv[2], "package.json"));
const load = async (name) => import(pathToFileURL(at.resolve(name)));
const { default: Provider, interactionPolicy } = await load("oidc-provider");
const { SignJWT, decodeJwt, importJWK } = await load("jose");

const own = { ...generateKeyPairSync("rsa", { modulusLength: 2048 }).privateKey.export({ format: "jwk" }), kid: "own", use: "sig", alg: "RS256" };
const foreign = { ...generateKeyPairSync("rsa", { modulusLength: 2048 }).privateKey.export({ format: "jwk" }), kid: "own", use: "sig", alg: "RS256" };
let said = { sub: "karin-hos-dem", acr: "loa3", wrong: "" };

const server = createServer();
await new Promise((ready) => server.listen(0, "127.0.0.1", ready));
const issuer = `http://localhost:${server.address().port}`;

const provider = new Provider(issuer, {
  jwks: { keys: [own] },
  clients: [{ client_id: "stafett", client_secret: "hemligt", redirect_uris: JSON.parse(process.argv[3]), token_endpoint_auth_method: "client_secret_post" }, { client_id: "stafett-head", client_secret: "hemligt", redirect_uris: JSON.parse(process.argv[3]), token_endpoint_auth_method: "client_secret_basic" }],
  acrValues: ["loa1", "loa2", "loa3"],
  pkce: { required: () => true },
  conformIdTokenClaims: false,
  claims: { openid: ["sub"], number: ["personal_number"], acr: null, auth_time: null },
  features: { devInteractions: { enabled: false } },
  interactions: { policy: interactionPolicy.base(), url: (ctx, interaction) => `/interaction/${interaction.uid}` },
  findAccount: (ctx, sub) => ({ accountId: sub, claims: () => ({ sub, email: "eva@prov.example", personal_number: said.number }) }),
  cookies: { keys: ["only for tests"] },
  ttl: { Session: 600, Interaction: 600, Grant: 600, AccessToken: 600, IdToken: 600 },
  async loadExistingGrant(ctx) {
    const grant = new ctx.oidc.provider.Grant({ clientId: ctx.oidc.client.clientId, accountId: ctx.oidc.session.accountId });
    grant.addOIDCScope("openid number");
    await grant.save();
    return grant;
  },
});

async function spoiled(token) {
  const claims = decodeJwt(token);
  const [head, body, signature] = token.split(".");
  const sign = async (more, key = own, header = {}) => new SignJWT({ ...claims, ...more }).setProtectedHeader({ alg: "RS256", kid: "own", ...header }).sign(await importJWK(key, "RS256"));
  const ways = {
    nonce: () => sign({ nonce: "en annan" }),
    "no nonce": () => sign({ nonce: undefined }),
    issuer: () => sign({ iss: "https://nagon-annan.example" }),
    audience: () => sign({ aud: "nagon-annan" }),
    azp: () => sign({ aud: ["stafett", "nagon-annan"], azp: "nagon-annan" }),
    expired: () => sign({ exp: claims.iat - 3600, iat: claims.iat - 7200 }),
    old: () => sign({ iat: claims.iat - 7200 }),
    "no acr": () => sign({ acr: undefined }),
    "signed by another": () => sign({}, foreign),
    "unpublished key": () => sign({}, foreign, { kid: "another" }),
    "signature changed": () => `${head}.${body}.${signature.startsWith("A") ? "B" : "A"}${signature.slice(1)}`,
    "another's claims": () => `${head}.${Buffer.from(JSON.stringify({ ...claims, sub: "eva-hos-dem" })).toString("base64url")}.${signature}`,
    "not signed": () => `${Buffer.from('{"alg":"none","kid":"own"}').toString("base64url")}.${body}.`,
    "no token": () => undefined,
    "not a token": () => "x",
    "another text": () => sign({ nonce: `${claims.nonce.split(".")[0]}.${"0".repeat(64)}` }),
    "no moment": () => sign({ auth_time: undefined }),
    "a word for a moment": () => sign({ auth_time: "nyss" }),
    "old session": () => sign({ auth_time: claims.iat - 7200 }),
  };
  return said.wrong in ways ? ways[said.wrong]() : token;
}

provider.use(async (ctx, next) => {
  const uid = ctx.path.startsWith("/interaction/");
  if (uid) {
    const result = { login: { accountId: said.sub, acr: said.acr, remember: false, ts: Math.floor(Date.now() / 1000) } };
    ctx.redirect(await provider.interactionResult(ctx.req, ctx.res, result));
  } else if (ctx.path === "/said") {
    said = { sub: "karin-hos-dem", acr: "loa3", wrong: "", ...Object.fromEntries(new URLSearchParams(ctx.querystring)) };
    ctx.body = "ok";
  } else {
    await next();
    if (ctx.path === "/token" && ctx.body?.id_token) ctx.body = { ...ctx.body, id_token: await spoiled(ctx.body.id_token) };
    if (said.wrong === "another's discovery" && ctx.path.includes("well-known")) ctx.body = { ...ctx.body, issuer: "https://nagon-annan.example" };
  }
});
server.on("request", provider.callback());
console.log(JSON.stringify({ issuer }));
