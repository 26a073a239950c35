// Field by field: both values, one of them chosen by click or by arrow keys, and what comes of it.
import { Check } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import type { MergeWinner } from '../../../shared/api/types';
import { attributeName, attributeValue } from '../../../shared/ui/timeline/attribute';
import { type Choices, type FieldChoice, inOrder, resultOf, winnerOf } from './choices';

interface ChoiceTableProps {
  choices: FieldChoice[];
  chosen: Choices;
  onChoose: (field: string, winner: MergeWinner) => void;
}

const SIDES = ['kept', 'absorbed'] as const;

export function ChoiceTable({ choices, chosen, onChoose }: ChoiceTableProps) {
  const { t } = useTranslation();
  const { open, settled } = inOrder(choices);
  return (
    <div className="merge-choices">
      {open.length > 0 && <h2>{t('merge.differing')}</h2>}
      {open.map((choice) => (
        <ChoiceRow key={choice.field} choice={choice} chosen={chosen} onChoose={onChoose} />
      ))}
      {settled.length > 0 && <h2>{t('merge.alike')}</h2>}
      {settled.map((choice) => (
        <ChoiceRow key={choice.field} choice={choice} chosen={chosen} onChoose={onChoose} />
      ))}
    </div>
  );
}

function ChoiceRow({ choice, chosen, onChoose }: { choice: FieldChoice } & Omit<ChoiceTableProps, 'choices'>) {
  const { t } = useTranslation();
  const name = attributeName(choice.field, t);
  const winner = winnerOf(choice, chosen);
  const result = attributeValue(choice.field, resultOf(choice, chosen), t);
  return (
    <fieldset className="merge-row">
      <legend>{t('merge.choose', { field: name })}</legend>
      <span className="merge-field">
        {name}
        <small className="muted">
          {t(`merge.why.${choice.field === 'vin' && choice.why === 'verified' ? 'vin' : choice.why}`)}
        </small>
      </span>
      {SIDES.map((side) => {
        const value = attributeValue(choice.field, choice[side], t);
        return (
          <label key={side} className={`merge-value${winner === side && choice.differs ? ' chosen' : ''}`}>
            <input
              type="radio"
              name={`merge-${choice.field}`}
              checked={winner === side}
              disabled={!choice.differs}
              onChange={() => onChoose(choice.field, side)}
            />
            <span className={value === null ? 'muted' : ''}>{value ?? t('merge.unknown')}</span>
            {winner === side && choice.differs && <Check size={14} aria-hidden />}
          </label>
        );
      })}
      <span className="merge-result">
        <small className="muted">{t('merge.result')}</small>
        <span>{result ?? t('merge.unknown')}</span>
      </span>
    </fieldset>
  );
}
