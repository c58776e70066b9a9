import { NaervaerError, unreachable } from '@naervaer/machines/protocol';
import { administratorOf, may } from '../access/index.ts';
import type { AdminTarget } from '../access/index.ts';
import type { Directory } from '../directory/index.ts';
import { declineRequest, putClinic, putEmployee, removeClinic, removeEmployee } from './clinics.ts';
import {
  putOrganisation,
  putProvider,
  putUnit,
  removeOrganisation,
  removeProvider,
  removeUnit,
} from './organisations.ts';
import { unchanged } from './types.ts';
import type { Administrator, DirectoryAdminChange, Facts, Plan } from './types.ts';

function targetOf(change: DirectoryAdminChange, directory: Directory): AdminTarget {
  if ('organisationId' in change) return { organisationId: change.organisationId };
  if ('clinicId' in change) return { clinicId: change.clinicId };
  if (change.type === 'setAccessLogDays') return 'installation';
  const unit = directory.unit(change.unitId);
  // A unit that is not there is nobody's: only who runs the installation is told so.
  return unit === undefined ? 'installation' : { organisationId: unit.organisationId };
}

/**
 * Decides what a change comes to, and changes nothing.
 * @throws {NaervaerError} `forbidden` when the table has no cell for it (SE1) or it is a part that
 * only who runs the installation may change · `alreadyExists` · `stillInUse` · `unknownTarget` ·
 * `badRequest`
 */
export async function plan(
  change: DirectoryAdminChange,
  who: Administrator,
  facts: Facts,
): Promise<Plan> {
  const relations = administratorOf(who, targetOf(change, facts.directory));
  if (!may('administrator', relations, `administer ${change.type}`)) {
    throw new NaervaerError('forbidden');
  }
  switch (change.type) {
    case 'putOrganisation':
      return putOrganisation(change, who, facts);
    case 'removeOrganisation':
      return removeOrganisation(change, who, facts);
    case 'putProvider':
      return putProvider(change, facts);
    case 'removeProvider':
      return removeProvider(change, who, facts);
    case 'putUnit':
      return putUnit(change, facts);
    case 'removeUnit':
      return removeUnit(change, facts);
    case 'putClinic':
      return putClinic(change, who, facts);
    case 'removeClinic':
      return removeClinic(change, facts);
    case 'putEmployee':
      return putEmployee(change, who, facts);
    case 'removeEmployee':
      return removeEmployee(change, facts);
    case 'declineRequest':
      return declineRequest(change, facts);
    case 'setAccessLogDays': {
      const target = 'setting/accessLogDays';
      if (facts.directory.accessLogDays() === change.days) return unchanged(target);
      const changes = [{ kind: 'accessLogDays', put: change.days } as const];
      return { changes, target, clinicId: null, leaving: [] };
    }
    default:
      return unreachable(change);
  }
}
