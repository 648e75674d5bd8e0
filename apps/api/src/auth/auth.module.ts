import { Module } from '@nestjs/common';
import { AuthController } from './auth.controller';
import { AuthService } from './auth.service';
import { Authenticator } from './authenticator';
import { Sessions } from './sessions';

@Module({
  controllers: [AuthController],
  providers: [Authenticator, AuthService, Sessions],
  exports: [Authenticator, Sessions],
})
export class AuthModule {}
