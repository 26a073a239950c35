// The red word beside a car an open recall waits for.
import { useTranslation } from 'react-i18next';
import { Tag } from '../../shared/ui/faces';

export function RecallMark() {
  const { t } = useTranslation();
  return (
    <span title={t('recall.block.openMark')}>
      <Tag tone="red">{t('page.recalls')}</Tag>
    </span>
  );
}
