// What went wrong at a sign-in service, told on the page one left for it: the way back puts it into the address.
import { Alert } from 'antd';
import { useEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { refusalWords } from '../../shared/client';

/** Stands until it is closed or one goes to another page. */
export function ReturnProblem({ path }: { path: string }) {
  const { t } = useTranslation();
  const [returned, setReturned] = useState(() => ({
    path,
    problem: new URLSearchParams(location.search).get('problem'),
  }));
  useEffect(() => {
    const address = new URL(location.href);
    if (!address.searchParams.has('problem')) return;
    // Whoever loads the page anew has read it.
    address.searchParams.delete('problem');
    history.replaceState(history.state, '', address);
  }, []);
  if (!returned.problem || returned.path !== path) return null;
  return (
    <Alert
      type="error"
      showIcon
      banner
      closable={{ onClose: () => setReturned({ path, problem: null }) }}
      title={refusalWords(returned.problem, t('identity.failed'))}
    />
  );
}
