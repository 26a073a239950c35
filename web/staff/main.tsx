// Starts the staff app: language first, then the router.
import { QueryClientProvider } from '@tanstack/react-query';
import { RouterProvider } from '@tanstack/react-router';
import { StrictMode } from 'react';
import { createRoot } from 'react-dom/client';
import { startLanguage } from '../shared/i18n';
import '../shared/tokens.css';
import { queryClient } from './queryClient';
import { router } from './routes';
import { watchDeploys } from './shell/deploy';
import { Providers } from './shell/Providers';

watchDeploys();
await startLanguage();
createRoot(document.getElementById('root')!).render(
  <StrictMode>
    <QueryClientProvider client={queryClient}>
      <Providers>
        <RouterProvider router={router} />
      </Providers>
    </QueryClientProvider>
  </StrictMode>,
);
