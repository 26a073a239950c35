// The line above every page for who must set up a second factor soon.
import { Link } from '@tanstack/react-router';
import { ShieldAlert } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import { dateTime } from '../../shared/format';
import './session.css';

export function FactorDue({ due }: { due: string }) {
  const { t } = useTranslation();
  return (
    <aside className="line-above" aria-label={t('factor.needed')}>
      <ShieldAlert size={15} />
      <span>{t('factor.neededBy', { at: dateTime(due) })}</span>
      <Link className="link" to="/settings/$section" params={{ section: 'account' }}>
        {t('factor.setUpNow')}
      </Link>
    </aside>
  );
}
