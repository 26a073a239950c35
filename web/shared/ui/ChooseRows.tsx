// On a phone: the way into choosing rows, and out of it again; pressing a row for long is the short way in.
import { ListChecks, X } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import type { Choice } from '../choice';
import { Deed } from './Deed';

export function ChooseRows({ choice }: { choice: Choice }) {
  const { t } = useTranslation();
  return (
    <Deed
      type="text"
      size="small"
      icon={choice.isChoosing ? <X size={14} /> : <ListChecks size={14} />}
      aria-pressed={choice.isChoosing}
      aria-label={t(choice.isChoosing ? 'grid.chooseDone' : 'grid.choose')}
      onClick={choice.isChoosing ? choice.clear : choice.begin}
    />
  );
}
