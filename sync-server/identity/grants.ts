import * as v from 'valibot';
import { decodePrivilegeList, parsePrivilegeList } from './privilege-list.ts';
import type { PrivilegeGroup } from './privilege-list.ts';

/** A job-function role that somebody has. */
export interface Grant {
  readonly role: string;
  /** The organisation that it holds for; null where the provider does not say: the person's own. */
  readonly cvr: string | null;
}

/** More than this many is not read: a token is a token, not a register (SE3). */
const MOST = 1000;

const CVR_SCOPE = /^urn:dk:gov:saml:cvrNumberIdentifier:(\d{8})$/;
const SCOPED_ROLE = /^(?:urn:dk:gov:saml:cvrNumberIdentifier:)?(\d{8}):(.+)$/;

const Groups = v.array(v.object({ scope: v.string(), privileges: v.array(v.string()) }));

/** A scope that is no CVR number – a production unit, a SE number – opens nothing here. */
function ofGroups(groups: readonly PrivilegeGroup[]): readonly Grant[] {
  return groups.flatMap(({ scope, privileges }) => {
    const cvr = CVR_SCOPE.exec(scope.trim())?.[1];
    return cvr === undefined ? [] : privileges.map((role) => ({ role, cvr }));
  });
}

function ofText(text: string): Grant {
  const [, cvr, role] = SCOPED_ROLE.exec(text) ?? [];
  return cvr === undefined || role === undefined ? { role: text, cvr: null } : { role, cvr };
}

/**
 * The roles of a claim, in the shapes that providers use: groups `[{scope, privileges}]`; the OIO
 * Basic Privilege Profile as base64 (also inside a list); texts `role` or `cvr:role`, one or
 * several. A missing claim is no role.
 * @returns undefined when the claim has none of these shapes
 */
export function grantsOf(claim: unknown): readonly Grant[] | undefined {
  if (claim === undefined || claim === null) return [];
  const all: readonly unknown[] = Array.isArray(claim) ? claim : [claim];
  if (all.length > MOST) return undefined;
  const groups = v.safeParse(Groups, all);
  if (groups.success) return ofGroups(groups.output);
  const grants: Grant[] = [];
  for (const one of all) {
    if (typeof one !== 'string') return undefined;
    const xml = decodePrivilegeList(one);
    const list = xml === undefined ? [] : parsePrivilegeList(xml);
    if (list === undefined) return undefined;
    grants.push(...(xml === undefined ? [ofText(one.trim())] : ofGroups(list)));
  }
  return grants;
}
