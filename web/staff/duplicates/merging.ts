// The way from a pair to the page where two records become one, where this installation has it.
import { useRouter } from '@tanstack/react-router';
import type { DuplicatePair } from '../../shared/api/types';

const MERGE_PAGE = /^\/customers\/\$\w+\/merge\/\$\w+$/;

/** Makes the address for a pair; nothing where records are not merged here. */
export function useMergePath(): ((pair: DuplicatePair) => string) | null {
  const router = useRouter();
  const hasPage = Object.keys(router.routesByPath).some((path) => MERGE_PAGE.test(path));
  return hasPage ? (pair) => `/customers/${pair.left.id}/merge/${pair.right.id}` : null;
}
