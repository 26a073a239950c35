// An address that leads nowhere.
import { Link } from '@tanstack/react-router';
import { Signpost } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import { Empty } from '../../shared/ui/states';

export function NotFoundPage() {
  const { t } = useTranslation();
  return (
    <div className="alone">
      <Empty icon={Signpost} title={t('notFound.title')} hint={t('notFound.hint')}>
        <Link to="/" className="link">
          {t('notFound.back')}
        </Link>
      </Empty>
    </div>
  );
}
