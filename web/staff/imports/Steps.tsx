// Where one is on the way from a file to customers.
import { Link } from '@tanstack/react-router';
import { Check } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import { STEPS, type Step } from './steps';

interface StepsProps {
  present: Step | 'file';
  /** The steps one may go to now. */
  reachable: Step[];
  id?: string;
}

export function Steps({ present, reachable, id }: StepsProps) {
  const { t } = useTranslation();
  const all: (Step | 'file')[] = ['file', ...STEPS];
  const at = all.indexOf(present);
  return (
    <ol className="steps" aria-label={t('importing.steps')}>
      {all.map((step, index) => {
        const words = (
          <>
            <i>{index < at ? <Check size={12} /> : index + 1}</i>
            <b>{t(`importing.step.${step}`)}</b>
          </>
        );
        const className = index === at ? 'present' : index < at ? 'passed' : '';
        return (
          <li key={step} className={className} aria-current={index === at ? 'step' : undefined}>
            {id && step !== 'file' && reachable.includes(step) && step !== present ? (
              <Link to="/imports/$id" params={{ id }} search={{ step }}>
                {words}
              </Link>
            ) : (
              <span>{words}</span>
            )}
          </li>
        );
      })}
    </ol>
  );
}
